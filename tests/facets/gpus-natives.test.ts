import { describe, expect, test } from 'vitest';
import { gpus } from '../../server/facets/gpus/index.ts';
import { Gpus } from '../../server/facets/gpus/schema.ts';
import { parseNative } from './node-facets.ts';

/** `count × model | pci | MiB | driver | kernel driver | state` of each group. */
function read(text: string): { format: string; cards: string[] } | undefined {
  const found = parseNative(gpus, text);
  if (!found) return undefined;
  const groups = found.facts ? Gpus.parse(found.facts).gpus : [];
  const cards = groups.map((one) =>
    [
      `${one.count} × ${one.model}`,
      one.pciId,
      one.memoryMiB ?? '',
      one.driver,
      one.kernelDriver,
      one.state,
    ].join(' | '),
  );
  return { format: found.format, cards: cards.sort() };
}

const told = (format: string, ...cards: string[]) => ({ format, cards: cards.sort() });

describe('nvidia-smi --query-gpu', () => {
  test.each([
    [
      'few of the fields that are read among many that are not',
      'timestamp, name, temperature.gpu, utilization.gpu [%], utilization.memory [%], memory.used [MiB], power.draw [W], clocks.current.sm [MHz], fan.speed [%], pstate\n' +
        '2024/01/02 03:04:05.678, NVIDIA A40, 41, 0 %, 0 %, 4 MiB, 30.12 W, 210 MHz, [N/A], P8\n',
      '1 × NVIDIA A40 |  |  |  |  | reported',
    ],
    [
      'only what tells one card from another',
      'index, uuid\n0, GPU-1\n1, GPU-2\n',
      '2 ×  |  |  |  |  | reported',
    ],
    [
      'units left out',
      'name, memory.total [MiB], driver_version\nTesla V100-SXM2-32GB, 32510, 390.46\n',
      '1 × Tesla V100-SXM2-32GB |  | 32510 | 390.46 |  | reported',
    ],
    [
      'no heading, no units, in another order',
      '535.104.05, 81920, NVIDIA A100-SXM4-80GB, 0x20B210DE\n535.104.05, 81920, NVIDIA A100-SXM4-80GB, 0x20B210DE\n',
      '2 × NVIDIA A100-SXM4-80GB | 10de:20b2 | 81920 | 535.104.05 |  | reported',
    ],
    [
      'no heading, with loads, temperatures and clocks of memory',
      '0, NVIDIA GeForce RTX 3090, 24576, 1024, 23552, 35, 98, 9751\n',
      '1 × NVIDIA GeForce RTX 3090 |  | 24576 |  |  | reported',
    ],
    [
      'no heading, with a clock that is larger than the memory',
      'NVIDIA GeForce RTX 4070, 12282, 10501\nNVIDIA GeForce RTX 4070, 12282, 14001\n',
      '2 × NVIDIA GeForce RTX 4070 |  | 12282 |  |  | reported',
    ],
    ['no heading and one field', 'NVIDIA L40S\nNVIDIA L40S\n', '2 × NVIDIA L40S |  |  |  |  | reported'],
    [
      'fields that the card or driver does not have',
      'name, memory.total [MiB], driver_version, compute_cap, mig.mode.current\nNVIDIA GB10, [N/A], 580.95.05, 12.1, [Requested functionality has been deprecated]\n',
      '1 × NVIDIA GB10 |  |  | 580.95.05 |  | reported',
    ],
    [
      'Grace Hopper',
      'name, pci.device_id, memory.total [MiB], driver_version\r\nNVIDIA GH200 480GB, 0x234210DE, 97871 MiB, 550.90.07\r\n',
      '1 × NVIDIA GH200 480GB | 10de:2342 | 97871 | 550.90.07 |  | reported',
    ],
  ])('%s', (_, text, card) => expect(read(text)).toEqual(told('nvidia-smi-csv', card)));

  test.each([
    ['a query of processes', 'gpu_uuid, pid, process_name, used_gpu_memory [MiB]\nGPU-1, 1, python, 4 MiB\n'],
    ['a query of clocks', 'memory [MHz], graphics [MHz]\n5001, 1980\n'],
    ['a sentence with a field in it', 'name, rank, and serial\nall of them\n'],
    ['a line of its own', 'NVIDIA-SMI is not installed here\n'],
    [
      'the list of fields',
      'List of valid properties to query for the switch "--query-gpu=":\n\n"name" or "gpu_name"\n',
    ],
  ])('%s is none', (_, text) => expect(read(text)).toBeUndefined());

  test('a heading that is a field only by its ending is no card of its own', () => {
    expect(
      read('uuid, retired_pages.address, retired_pages.cause\nGPU-1, 0x1, Single Bit ECC\n'),
    ).toBeUndefined();
  });
});

describe('AMD', () => {
  const json = (partition: number) =>
    `{"gpu":${partition},"asic":{"market_name":"AMD Instinct MI300X","device_id":"0x74a1"},"partition":{"partition_id":${partition}}}`;
  test.each([
    [
      'amd-smi-text',
      'GPU: 0\n    ASIC:\n        MARKET_NAME: AMD Instinct MI300X\n        VENDOR_ID: 0x1002\n        DEVICE_ID: 0x74a1\n        TARGET_GRAPHICS_VERSION: gfx942\n    DRIVER:\n        NAME: amdgpu\n        VERSION: 6.8.5\n    VRAM:\n        TYPE: HBM\n        SIZE: 196592 MB\n\nGPU: 1\n    ASIC:\n        MARKET_NAME: AMD Instinct MI300X\n        DEVICE_ID: 0x74a1\n    DRIVER:\n        NAME: amdgpu\n        VERSION: 6.8.5\n    VRAM:\n        SIZE: N/A\n',
      '1 × AMD Instinct MI300X | 1002:74a1 | 196592 | 6.8.5 |  | reported',
      '1 × AMD Instinct MI300X | 1002:74a1 |  | 6.8.5 |  | reported',
    ],
    [
      'amd-smi-csv',
      'gpu,market_name,vendor_id,device_id,type,size,driver_name,driver_version\n0,"AMD Instinct MI210, rev 1",0x1002,0x740f,HBM,65536,amdgpu,6.2.4\n',
      '1 × AMD Instinct MI210, rev 1 | 1002:740f | 65536 | 6.2.4 |  | reported',
    ],
    [
      'amd-smi-table',
      '+------------------------------------------------------------------------------+\n| AMD-SMI 26.0.0+37d158ab   amdgpu version: 6.14.14  ROCm version: 7.0.0       |\n| Platform: Linux Baremetal                                                    |\n|-------------------------------------+----------------------------------------|\n| BDF                        GPU-Name | Mem-Uti   Temp   UEC       Power-Usage |\n| GPU  HIP-ID  OAM-ID  Partition-Mode | GFX-Uti    Fan               Mem-Usage |\n|=====================================+========================================|\n| 0000:05:00.0    AMD Instinct MI300X | 0 %      42 °C   0           140/750 W |\n|   0       0       2        SPX/NPS1 | 0 %        N/A           283/196592 MB |\n|-------------------------------------+----------------------------------------|\n',
      '1 × AMD Instinct MI300X |  | 196592 | 6.14.14 |  | reported',
    ],
    [
      'rocm-smi-text',
      '\n======================= ROCm System Management Interface =======================\n================================= Product Info =================================\nGPU[0]\t\t: Card series: \t\tInstinct MI210\nGPU[0]\t\t: Card model: \t\t0x0c34\nGPU[1]\t\t: Card Series: \t\tInstinct MI210\nGPU[0]\t\t: VRAM Total Memory (B): 68702699520\nGPU[1]\t\t: VRAM Total Memory (B): 68702699520\nDriver version: 6.7.0\n',
      '2 × Instinct MI210 |  | 65520 | 6.7.0 |  | reported',
    ],
    [
      'rocm-smi-csv',
      'device,Card series,Card model,VRAM Total Memory (B)\ncard0,Instinct MI210,0x0c34,68702699520\ncard1,Instinct MI210,0x0c34,68702699520\n',
      '2 × Instinct MI210 |  | 65520 |  |  | reported',
    ],
    [
      'rocm-smi-table',
      '========================= ROCm System Management Interface =========================\n=================================== Concise Info ===================================\nDevice  Node  IDs              Temp    Power  Partitions\n              (DID,     GUID)  (Edge)  (Avg)  (Mem, Compute, ID)\n0       2     0x740f,   61559  39.0°C  41.0W  N/A, N/A, 0\n1       3     0x740f,   37000  39.0°C  41.0W  N/A, N/A, 0\n=============================== End of ROCm SMI Log ================================\n',
      '2 ×  | 1002:740f |  |  |  | reported',
    ],
    [
      'rocm-smi-table',
      '======================= ROCm System Management Interface =======================\n================================= Concise Info =================================\nGPU  Temp (DieEdge)  AvgPwr  SCLK    MCLK     Fan  Perf  PwrCap  VRAM%  GPU%\n0    35.0c           34.0W   300Mhz  1200Mhz  0%   auto  290.0W    0%   0%\n================================================================================\n============================= End of ROCm SMI Log ==============================\n',
      '1 ×  |  |  |  |  | reported',
    ],
    [
      'amd-smi-json',
      `[${json(0)},${json(1)},${json(2)}]`,
      '1 × AMD Instinct MI300X | 1002:74a1 |  |  |  | reported',
    ],
    [
      'amd-smi-json',
      '{"gpu":0,"asic":{"market_name":"AMD Instinct MI300X","device_id":"0x74a1"},"vram":{"size":{"value":196592,"unit":"MB"}}}',
      '1 × AMD Instinct MI300X | 1002:74a1 | 196592 |  |  | reported',
    ],
    [
      'amd-smi-text',
      'GPU: 0\n    ASIC:\n        MARKET_NAME: AMD Instinct MI300A\n        DEVICE_ID: 0x74A0\n    DRIVER:\n        NAME: amdgpu\n        VERSION: 6.8.5\nCPU: 0\n    SMU:\n        FW_VERSION: 85.90.0\n    DRIVER:\n        VERSION: 9\n',
      '1 × AMD Instinct MI300A | 1002:74a0 |  | 6.8.5 |  | reported',
    ],
    [
      'amd-smi-json',
      '[{"gpu":0,"mem_usage":{"total_vram":{"value":16368,"unit":"MB"}}}]',
      '1 ×  |  | 16368 |  |  | reported',
    ],
  ])('%s', (format, text, ...cards) => expect(read(text)).toEqual(told(format, ...cards)));
});

describe('nvidia-smi without an answer', () => {
  test.each([
    ['Failed to initialize NVML: Unknown Error\n', 'error'],
    [
      'Failed to initialize NVML: GPU access blocked by the operating system\nFailed to properly shut down NVML: GPU access blocked by the operating system\n',
      'error',
    ],
    ['Failed to initialize NVML: Driver Not Loaded\n', 'driver-not-loaded'],
    ['Failed to initialize NVML: Insufficient Permissions\n', 'permission'],
  ])('%j', (text, reason) => {
    const input = { name: 'text', files: [{ path: 'text', bytes: Buffer.from(text) }] };
    const form = gpus.natives.find((one) => one.recognise(input));
    expect(form?.parse(input)).toMatchObject({
      outcome: 'failed',
      reason,
      message: `nvidia-smi: ${text.split('\n')[0]}`,
    });
  });

  test('other errors are not its own', () => {
    const input = { name: 'text', files: [{ path: 'text', bytes: Buffer.from('Failed to open display\n') }] };
    expect(gpus.natives.find((one) => one.recognise(input))).toBeUndefined();
  });
});

describe('Intel', () => {
  const edge = `+-----------+${'-'.repeat(86)}+\n`;
  const row = (id: string, text: string) => `| ${id.padEnd(9)} | ${text.padEnd(84)} |\n`;
  const head = `${edge}${row('Device ID', 'Device Information')}${edge}`;
  test('discovery as a table', () => {
    const card = (id: string, kind: string) =>
      row(id, 'Device Name: Intel(R) Data Center GPU Max 1550') + row('', `Function Type: ${kind}`) + edge;
    expect(read(head + card('0', 'physical') + card('1', 'physical') + card('2', 'virtual'))).toEqual(
      told('xpu-smi-table', '2 × Intel(R) Data Center GPU Max 1550 |  |  |  |  | reported'),
    );
  });
  test('one device with its details', () => {
    const lines = [
      'Device Type: GPU',
      'Device Name: Intel(R) Data Center GPU Flex 170',
      'PCI Device ID: 0x56c0',
    ];
    const more = [
      'Driver Version: I915_23.4.15',
      'Memory Physical Size: 14248.00 MiB',
      'PCI BDF Address: 0000:4d:00.0',
    ];
    const text = [...lines, ...more].map((line, at) => row(at === 0 ? '0' : '', line)).join('');
    expect(read(head + text + edge)).toEqual(
      told(
        'xpu-smi-table',
        '1 × Intel(R) Data Center GPU Flex 170 | 8086:56c0 | 14248 | I915_23.4.15 |  | reported',
      ),
    );
  });
  test('discovery --dump', () => {
    const text =
      'Device ID,Device Name,Driver Version,Memory Physical Size,PCI Device ID\n0,"Intel(R) Data Center GPU Max 1100",I915_1,49152.00 MiB,0x0bda\n';
    expect(read(text)).toEqual(
      told(
        'xpu-smi-dump',
        '1 × Intel(R) Data Center GPU Max 1100 | 8086:0bda | 49152 | I915_1 |  | reported',
      ),
    );
  });
});

describe('Sonar', () => {
  test('before version 0.13', () => {
    const text =
      '{"timestamp":"t","hostname":"n","description":"2x14 (hyperthreaded) Intel(R) Xeon(R) Gold 5120 CPU @ 2.20GHz, 125 GiB, 3x NVIDIA GeForce RTX 2080 Ti @ 11GiB","cpu_cores":56,"mem_gb":125,"gpu_cards":3}';
    expect(read(text)).toEqual(
      told('sonar-sysinfo', '3 × NVIDIA GeForce RTX 2080 Ti |  |  |  |  | reported'),
    );
  });
  test('of an AMD card, whose firmware is no CUDA version', () => {
    const card =
      '{"manufacturer":"AMD","model":"Instinct MI210","driver":"6.2","firmware":"ce=1","memory":67092480}';
    const text = `{"data":{"type":"sysinfo","attributes":{"cards":[${card}]}}}`;
    expect(read(text)).toEqual(told('sonar-sysinfo', '1 × Instinct MI210 |  | 65520 | 6.2 |  | reported'));
  });
});

describe('lspci', () => {
  const a100 = 'GA100 [A100 PCIe 40GB]';
  test.each([
    ['', `17:00.0 3D controller: NVIDIA Corporation ${a100} (rev a1)`, ''],
    ['-nn', `17:00.0 3D controller [0302]: NVIDIA Corporation ${a100} [10de:20f1] (rev a1)`, '10de:20f1'],
    [
      '-D -nn',
      `0000:17:00.0 3D controller [0302]: NVIDIA Corporation ${a100} [10de:20f1] (rev a1)`,
      '10de:20f1',
    ],
    [
      '-mm',
      `17:00.0 "3D controller" "NVIDIA Corporation" "${a100}" -ra1 "NVIDIA Corporation" "Device 145f"`,
      '',
    ],
    [
      '-nnmm',
      `17:00.0 "3D controller [0302]" "NVIDIA Corporation [10de]" "${a100} [20f1]" -ra1 "" ""`,
      '10de:20f1',
    ],
    [
      '-vmm',
      `Slot:\t17:00.0\nClass:\t3D controller\nVendor:\tNVIDIA Corporation\nDevice:\t${a100}\nRev:\ta1\n`,
      '',
    ],
  ])('%s', (_, text, id) => {
    expect(read(`${text}\n`)).toEqual(told('lspci', `1 × GA100 [A100 PCIe 40GB] | ${id} |  |  |  | no tool`));
  });
  test('-n has numbers only', () => {
    expect(read('17:00.0 0302: 10de:20f1 (rev a1)\n')).toEqual(
      told('lspci', '1 ×  | 10de:20f1 |  |  |  | no tool'),
    );
  });
  test('-nnk tells the driver, and who has none', () => {
    const text =
      '03:00.0 VGA compatible controller [0300]: ASPEED Technology, Inc. ASPEED Graphics Family [1a03:2000] (rev 41)\n\tKernel driver in use: ast\n' +
      '17:00.0 3D controller [0302]: NVIDIA Corporation Device [10de:2330] (rev a1)\n\tSubsystem: NVIDIA Corporation Device [10de:16c1]\n\tKernel driver in use: nvidia\n\tKernel modules: nouveau, nvidia\n' +
      '63:00.0 Processing accelerators [1200]: Advanced Micro Devices, Inc. [AMD/ATI] Aldebaran/MI200 [Instinct MI250X/MI250] [1002:7408] (rev 01)\n\tKernel driver in use: amdgpu\n' +
      '64:00.0 Display controller [0380]: Intel Corporation Ponte Vecchio XT [Data Center GPU Max 1550] [8086:0bd5] (rev 2f)\n' +
      '65:00.0 Processing accelerators [1200]: Intel Corporation NPU [8086:7d1d]\n';
    expect(read(text)).toEqual(
      told(
        'lspci',
        '1 × Aldebaran/MI200 [Instinct MI250X/MI250] | 1002:7408 |  |  | amdgpu | no tool',
        '1 × Ponte Vecchio XT [Data Center GPU Max 1550] | 8086:0bd5 |  |  |  | no driver',
        '1 ×  | 10de:2330 |  |  | nvidia | no tool',
      ),
    );
  });
  test('a machine without GPUs has none', () => {
    expect(read('00:00.0 Host bridge: Intel Corporation Sky Lake-E DMI3 Registers (rev 07)\n')).toEqual(
      told('lspci'),
    );
  });
});
