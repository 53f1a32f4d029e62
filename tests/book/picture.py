"""Turns what a program painted on a terminal into a picture: ANSI on standard input, SVG on standard output. It fetches no font."""

import io
import sys

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

WIDTH = 104

# Dark, and with enough contrast to be read in print too.
THEME = TerminalTheme(
    (24, 28, 36),
    (220, 224, 232),
    [(24, 28, 36), (240, 113, 120), (152, 204, 112), (240, 200, 100), (110, 170, 250), (206, 146, 234), (100, 200, 210), (220, 224, 232)],
    [(128, 138, 155), (255, 140, 145), (175, 225, 135), (255, 215, 125), (140, 190, 255), (225, 170, 250), (130, 220, 230), (255, 255, 255)],
)

PICTURE = """<svg class="terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
    <style>
    .{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px; line-height: {line_height}px; }}
    .{unique_id}-title {{ font-size: 16px; font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }}
    {styles}
    </style>
    <defs>
    <clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
    {lines}
    </defs>
    {chrome}
    <g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix">
    {matrix}
    </g>
    </g>
</svg>
"""

console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor", legacy_windows=False)
console.print(Text.from_ansi(sys.stdin.read()), soft_wrap=False)
picture = console.export_svg(title=f"$ {sys.argv[1]}", theme=THEME, code_format=PICTURE, unique_id="lpauth")
sys.stdout.write("\n".join(line.rstrip() for line in picture.splitlines()) + "\n")
