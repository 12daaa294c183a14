"""Parts of choosing one place for each name: senses, setting, weights, calibration."""
