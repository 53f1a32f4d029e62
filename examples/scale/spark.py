"""Verifies a file of tokens inside Apache Spark: each partition goes through a process of lpauth of its own.

    spark-submit spark.py TOKENS VERDICTS lpauth verify --lines - --field token --id id --jwks jwks.json --format jsonl

TOKENS is whatever Spark reads as text: a file, a folder, an address of HDFS or S3. VERDICTS is a folder that must not exist.
On a cluster the program and the key set go along by `--files lpauth,jwks.json`, and the command begins with `./lpauth`.
"""

import shlex
import sys

from pyspark.sql import SparkSession


def main(tokens, verdicts, *command):
    spark = SparkSession.builder.appName("lpauth").getOrCreate()
    # Exit code 1 says that some token is not valid, which is a result and no failure: Spark does not look at it unless told to.
    rows = spark.sparkContext.textFile(tokens).pipe(shlex.join(command)).cache()
    rows.saveAsTextFile(verdicts)
    spark.read.json(rows).groupBy("verdict").count().show()
    spark.stop()


main(*sys.argv[1:])
