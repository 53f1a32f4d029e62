"""Where cases are entered."""


def book():
    """Returns an empty table of cases and the decorator that enters one."""
    cases = {}

    def case(name, title, shape, cause, side="", fix="", diagnose=("login.har",), **more):
        def enter(evidence):
            cases[name] = {"title": title, "shape": shape, "cause": cause, "side": side, "fix": fix, "diagnose": list(diagnose),
                           "evidence": evidence, **more}
            return evidence
        return enter

    return cases, case
