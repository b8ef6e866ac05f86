"""What scipy, scikit-learn and Keras make of the numbers in IN.json, as JSON on stdout.

    python evaluation_scores.py IN.json

IN.json: {proportions: [[correct, total], …], disagreements: [[b, c], …],
          judged: [{labels: […], probabilities: [[…], …]}, …]}, one probability a row meaning a sigmoid.
"""

import json
import sys
from pathlib import Path

import oracle  # noqa: F401, quiets TensorFlow before Keras loads it

import keras
import numpy as np
from scipy.stats import binomtest
from sklearn import metrics
from sklearn.calibration import calibration_curve


def score(labels, rows):
    truth, probabilities = np.array(labels), np.float32(rows)
    if probabilities.shape[1] == 1:
        classes, said = 2, (probabilities[:, 0] > 0.5).astype(int)
        loss = keras.losses.BinaryCrossentropy()(truth[:, None].astype("float32"), probabilities)
    else:
        classes, said = probabilities.shape[1], probabilities.argmax(axis=1)
        loss = keras.losses.CategoricalCrossentropy()(np.eye(classes, dtype="float32")[truth], probabilities)
    every = list(range(classes))
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truth, said, labels=every, zero_division=0
    )
    of_one = np.float64(probabilities[:, 0])
    confidence = probabilities.max(axis=1) if classes > 2 else np.where(said == 1, of_one, 1 - of_one)
    reliable, certain = calibration_curve(truth == said, confidence, n_bins=10)
    bins = np.bincount(np.searchsorted(np.linspace(0, 1, 11)[1:-1], confidence), minlength=10)
    weights = bins[bins > 0] / len(truth)
    two = {}
    if classes == 2:
        score_of_one = probabilities[:, 0]
        false_positives, true_positives, thresholds = metrics.roc_curve(truth, score_of_one, drop_intermediate=False)
        two = {
            "rocArea": metrics.roc_auc_score(truth, score_of_one),
            "averagePrecision": metrics.average_precision_score(truth, score_of_one),
            "roc": [false_positives[1:].tolist(), true_positives[1:].tolist(), thresholds[1:].astype(float).tolist()],
        }
    return {
        **two,
        "reliability": [reliable.tolist(), certain.tolist(), bins.tolist()],
        "ece": float((weights * abs(reliable - certain)).sum()),
        "accuracy": metrics.accuracy_score(truth, said),
        "balancedAccuracy": metrics.balanced_accuracy_score(truth, said),
        "loss": float(loss),
        "confusion": metrics.confusion_matrix(truth, said, labels=every).tolist(),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
    }


asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
intervals = [binomtest(k, n).proportion_ci(0.95, method="wilson") for k, n in asked["proportions"]]
answer = {
    "intervals": [[interval.low, interval.high] for interval in intervals],
    "mcnemar": [float(binomtest(b, b + c, 0.5).pvalue) for b, c in asked["disagreements"]],
    "judged": [score(case["labels"], case["probabilities"]) for case in asked["judged"]],
}
print(json.dumps(answer))
