"""Makes vectors.json: what SciPy and statsmodels answer where the harness's own answers have to be the same.

    python3 -m venv v && v/bin/pip install scipy==1.17.1 statsmodels==0.15.0 && v/bin/python make.py > vectors.json
"""
import itertools
import json
import sys

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.tsa.stattools import acf
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

rng = np.random.default_rng(20261121)


def matched(blocks, phases):
    """Exact p of a studentised mean over all labellings of triplets, without moderation: SciPy's one-sample t as statistic."""
    table = rng.normal(size=(blocks, phases))
    table[:, 1] += 1.0
    statistics = []
    for labels in itertools.product(range(phases), repeat=blocks):
        own = table[np.arange(blocks), labels]
        others = (table.sum(axis=1) - own) / (phases - 1)
        statistics.append(stats.ttest_1samp(own - others, 0.0).statistic)
    observed = stats.ttest_1samp(table[:, 1] - np.delete(table, 1, axis=1).mean(axis=1), 0.0).statistic
    p = float(np.mean(np.array(statistics) >= observed - 1e-12))
    return {"scores": table.T.tolist(), "statistic": float(observed), "p": p}


def moderated(blocks, variance):
    """The same with far scores drawn in and the variance averaged with that of independent requests."""
    table = rng.normal(size=(blocks, 3)) * np.sqrt(variance) * 1.3
    table[:, 1] += 1.5 * np.sqrt(variance)
    table[2, 0] = 40.0
    centre = np.median(table)
    span = 3 * max(1.4826 * np.median(np.abs(table - centre)), np.sqrt(variance))
    drawn = np.clip(table, centre - span, centre + span)
    statistics = []
    for labels in itertools.product(range(3), repeat=blocks):
        own = drawn[np.arange(blocks), labels]
        difference = own - (drawn.sum(axis=1) - own) / 2
        error = (np.var(difference, ddof=1) + 1.5 * variance) / 2 / blocks
        statistics.append(difference.mean() / np.sqrt(error))
    observed = statistics[sum(3**at for at in range(blocks))]
    p = float(np.mean(np.array(statistics) >= observed - 1e-9))
    return {"scores": table.T.tolist(), "variance": variance, "statistic": float(observed), "p": p}


ps = rng.uniform(0, 0.2, size=12).tolist()
one, other = rng.normal(size=40).tolist(), rng.normal(0.5, 1.2, size=25).tolist()
shares = [((10, 20000), (25, 10000)), ((0, 20000), (0, 10000)), ((200, 20000), (180, 10000)), ((3, 400), (7, 200))]

vectors = {
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__},
    "normalQuantile": [[p, float(stats.norm.ppf(p))] for p in (0.01, 0.5, 0.8, 0.99, 1 - 0.01 / 30, 1 - 0.01 / 150)],
    "normalDensity": [[z, float(stats.norm.pdf(z))] for z in (0.0, 1.0, 2.3263478740408408)],
    "oneSampleT": [matched(6, 3), matched(8, 2)],
    "moderated": moderated(7, 5.0),
    "falseDiscovery": {"p": ps, "q": multipletests(ps, method="fdr_bh")[1].tolist()},
    "kolmogorovSmirnov": {"one": one, "other": other, "distance": float(stats.ks_2samp(one, other).statistic)},
    "wilson": [[list(after), list(map(float, proportion_confint(*after, alpha=0.02, method="wilson")))] for _, after in shares],
    "newcombe": [
        {
            "before": list(before),
            "after": list(after),
            "bounds": list(map(float, confint_proportions_2indep(*after, *before, method="newcomb", compare="diff", alpha=0.02))),
        }
        for before, after in shares
    ],
    "autocorrelation": {"series": one, "r": float(acf(one, nlags=1, fft=False)[1])},
}
json.dump(vectors, sys.stdout, indent=1)
