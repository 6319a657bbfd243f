/**
 * The driver that came with the first release of each CUDA toolkit (Linux x86_64), from "CUDA Toolkit and Corresponding
 * Driver Versions" in NVIDIA's CUDA Toolkit Release Notes, table 3, as of 13.2.
 */
export const toolkitDrivers: Readonly<Record<string, string>> = {
  '7.0': '346.46',
  '7.5': '352.31',
  '8.0': '367.48',
  '9.0': '384.81',
  '9.1': '390.46',
  '9.2': '396.26',
  '10.0': '410.48',
  '10.1': '418.39',
  '10.2': '440.33',
  '11.0': '450.51.05',
  '11.1': '455.23',
  '11.2': '460.27.03',
  '11.3': '465.19.01',
  '11.4': '470.42.01',
  '11.5': '495.29.05',
  '11.6': '510.39.01',
  '11.7': '515.43.04',
  '11.8': '520.61.05',
  '12.0': '525.60.13',
  '12.1': '530.30.02',
  '12.2': '535.54.03',
  '12.3': '545.23.06',
  '12.4': '550.54.14',
  '12.5': '555.42.02',
  '12.6': '560.28.03',
  '12.8': '570.26',
  '12.9': '575.51.03',
  '13.0': '580.65.06',
  '13.1': '590.44.01',
  '13.2': '595.45.04',
};

/** Oldest driver by major release, from CUDA 11 on ("Minor Version Compatibility", table 1); earlier ones need their own. */
export const driverFloors: Readonly<Record<number, string>> = {
  11: '450.80.02',
  12: '525',
  13: '580',
};
