/**
 * The release of AMD's GPU driver by the version that its kernel module tells (/sys/module/amdgpu/version), as the
 * packages amdgpu-dkms in repo.radeon.com/amdgpu are named: `amdgpu-dkms-6.14.14-2226257` lies under 30.10.2. Some
 * modules of 5.x add numbers of their own behind it.
 */
export const driverReleases: Readonly<Record<string, string>> = {
  '5.18.2': '5.3',
  '5.18.13': '5.4',
  '6.0.5': '5.5',
  '6.1.5': '5.6',
  '6.2.4': '5.7',
  '6.3.6': '6.0',
  '6.7.0': '6.1',
  '6.8.5': '6.2',
  '6.10.5': '6.3',
  '6.12.12': '6.4',
  '6.14.14': '30.10',
  '6.16.6': '30.20',
  '6.16.13': '30.30',
};

/** ROCm releases that AMD supports with each of them ("Compatibility matrix" of the AMD GPU driver, at 31.50). */
export const supportedReleases: Readonly<Record<string, readonly string[]>> = {
  '5.3': ['5.1', '5.2', '5.3', '5.4', '5.5'],
  '5.4': ['5.2', '5.3', '5.4', '5.5', '5.6'],
  '5.5': ['5.3', '5.4', '5.5', '5.6', '5.7'],
  '5.6': ['5.4', '5.5', '5.6', '5.7', '6.0'],
  '5.7': ['5.5', '5.6', '5.7', '6.0', '6.1'],
  '6.0': ['5.6', '5.7', '6.0', '6.1', '6.2'],
  '6.1': ['5.7', '6.0', '6.1', '6.2', '6.3', '6.4'],
  '6.2': ['6.0', '6.1', '6.2', '6.3', '6.4', '7.0'],
  '6.3': ['6.1', '6.2', '6.3', '6.4', '7.0'],
  '6.4': ['6.1', '6.2', '6.3', '6.4', '7.0', '7.1', '7.2'],
  '30.10': ['6.2', '6.3', '6.4', '7.0', '7.1', '7.2', '7.14', '10.0'],
  '30.20': ['6.3', '6.4', '7.0', '7.1', '7.2', '7.14', '10.0'],
  '30.30': ['6.3', '6.4', '7.0', '7.1', '7.2', '7.14', '10.0'],
};
