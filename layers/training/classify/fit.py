"""Fits the weights: multinomial logistic regression with an L2 penalty, by L-BFGS, from a share of naive Bayes.

What is learned of a feature is drawn towards a share of its naive Bayes weight, not towards nothing: a word that always
stood beside plainer ones gets little from the regression, which needs it not, but says as much where it stands alone.
The sum is one weight a feature and category, so at run time there is nothing to add. Needs numpy and scipy.

Run by `layers.training.classify` in an environment of its own; a JSON object on standard input, one on standard output.
"""

import json
import sys

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

BIAS_PENALTY = 0.1
ITERATIONS = 80
BAYES = 0.12
"""The share of naive Bayes."""
SEEN_BEFORE = 0.1
"""How often every feature is taken to have been seen in every category (Lidstone)."""


def matrix(rows, width):
    """Rows of {column: value} as a sparse matrix."""
    columns, values, starts = [], [], [0]
    for row in rows:
        columns += [column for column, _ in row]
        values += [value for _, value in row]
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(rows), width))


def bayes(features, labels, weights, categories):
    """The logarithm of each feature's share of what is seen in a category, beside its mean over the categories.

    What was seen nowhere has the same share in all of them, however much was seen in each.
    """
    told = np.zeros((features.shape[0], categories))
    told[np.arange(len(labels)), labels] = weights
    seen = features.T @ told
    size = seen.sum(axis=0)
    shares = np.log((seen + SEEN_BEFORE * size / size.mean()) / size)
    return shares - shares.mean(axis=1, keepdims=True)


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
    features, offsets = matrix(given["rows"], given["width"]), np.array(given["offsets"])
    labels, weights = np.array(given["labels"]), np.array(given["weights"])
    start = BAYES * bayes(features, labels, weights, offsets.shape[1])
    learned, bias = fit(features, offsets + features @ start, labels, weights, given["penalty"])
    json.dump({"weights": np.round(start + learned, 4).tolist(), "bias": np.round(bias, 4).tolist()}, sys.stdout)


if __name__ == "__main__":
    main()
