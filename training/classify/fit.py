"""Fits the weights: multinomial logistic regression with an L2 penalty, by L-BFGS. Needs numpy and scipy.

Run by `training.classify` in an environment of its own; a JSON object on standard input, one on standard output.
"""

import json
import sys

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

BIAS_PENALTY = 0.1
ITERATIONS = 80


def matrix(rows, width):
    """Rows of {column: value} as a sparse matrix."""
    columns, values, starts = [], [], [0]
    for row in rows:
        columns += [column for column, _ in row]
        values += [value for _, value in row]
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(rows), width))


def fit(features, offsets, labels, weights, penalty):
    """(weights per feature and category, bias per category) where `offsets` add to the log-odds as they are."""
    count, width = features.shape
    categories = offsets.shape[1]
    size = width * categories
    told = np.zeros((count, categories))
    told[np.arange(count), labels] = 1
    transposed = features.T.tocsr()

    def loss(values):
        learned, bias = values[:size].reshape(width, categories), values[size:]
        scores = features @ learned + bias + offsets
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        sums = powers.sum(axis=1, keepdims=True)
        wrong = (powers / sums - told) * weights[:, None]
        likelihood = (weights * (scores[np.arange(count), labels] - np.log(sums[:, 0]))).sum()
        slope = np.concatenate(
            [(transposed @ wrong + penalty * learned).ravel(), wrong.sum(axis=0) + BIAS_PENALTY * bias]
        )
        return -likelihood + penalty / 2 * (learned**2).sum() + BIAS_PENALTY / 2 * (bias**2).sum(), slope

    start = np.zeros(size + categories)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS, "maxcor": 8}).x
    return found[:size].reshape(width, categories), found[size:]


def main():
    given = json.load(sys.stdin)
    learned, bias = fit(
        matrix(given["rows"], given["width"]),
        np.array(given["offsets"]),
        np.array(given["labels"]),
        np.array(given["weights"]),
        given["penalty"],
    )
    json.dump({"weights": np.round(learned, 4).tolist(), "bias": np.round(bias, 4).tolist()}, sys.stdout)


if __name__ == "__main__":
    main()
