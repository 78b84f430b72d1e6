"""Writes an emissions.csv with the real CodeCarbon package, without the network: several projects, places and settings.

    python -m venv v && v/bin/pip install codecarbon==3.3.2 && v/bin/python tests/real_programs/emissions_csv.py DIR

Takes about 30 seconds to install and 5 to run. Then
`EMISSIONS_CSV=DIR/emissions.csv cargo test --no-default-features --test codecarbon_import` checks that it imports without loss.
"""
import logging
import math
import pathlib
import sys

from codecarbon import OfflineEmissionsTracker

logging.disable(logging.CRITICAL)
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
(folder / "emissions.csv").unlink(missing_ok=True)

RUNS = [
    dict(project_name="train, large", country_iso_code="FRA"),
    dict(project_name="train, large", country_iso_code="DEU"),
    dict(project_name='serve "chat"', country_iso_code="USA", region="ohio"),
    dict(project_name="naïve été 日本", country_iso_code="JPN"),
    dict(project_name="facility", country_iso_code="SWE", region="SE3", pue=1.3, wue=0.4),
    dict(project_name="cloud", country_iso_code="BEL", cloud_provider="gcp", cloud_region="europe-west1"),
]
TAKEN = ("pue", "wue")
for run in RUNS:
    try:
        tracker = OfflineEmissionsTracker(output_dir=str(folder), measure_power_secs=1, log_level="critical", **run)
    except TypeError:
        # Versions before 3.1 have no WUE, before 3.0 no PUE either.
        run = {key: value for key, value in run.items() if key not in TAKEN}
        tracker = OfflineEmissionsTracker(output_dir=str(folder), measure_power_secs=1, log_level="critical", **run)
    tracker.start()
    total = sum(math.sqrt(number) for number in range(2_000_000))
    tracker.stop()
print((folder / "emissions.csv").read_text(encoding="utf-8"))
