import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FacetReading } from '../../server/facets/facet.ts';
import { gfxOfTarget, readAmdSmi } from '../../server/facets/gpus/amd.ts';
import { nvidiaKernelVersion } from '../../server/facets/gpus/devices.ts';
import { gpus } from '../../server/facets/gpus/index.ts';
import { Gpus } from '../../server/facets/gpus/schema.ts';
import { mebibytes, said, versionIn } from '../../server/facets/gpus/values.ts';
import { walkXml } from '../../server/facets/xml.ts';
import { canonicalJson } from '../../server/store/canonical.ts';
import { agentSession, shells } from '../harness/agent.ts';
import { corpus, hasCorpus } from '../harness/corpus.ts';

/** Reads a text in the first native form that recognises it, as `gazetteer parse gpus` does. */
function parse(text: string): { format: string; reading: FacetReading; gpus: Gpus['gpus'] } {
  const input = { name: 'test', files: [{ path: 'test', bytes: Buffer.from(text) }] };
  const form = gpus.natives.find((one) => one.recognise(input));
  if (!form) throw new Error('no form recognises this');
  const reading = form.parse(input);
  const facts = reading.node ? Gpus.parse(reading.node.facts).gpus : [];
  return { format: form.format, reading, gpus: facts };
}

const from = (path: string) => readFileSync(join(corpus, path), 'utf8');

describe('values', () => {
  test.each([
    ['[N/A]', ''],
    ['N/A', ''],
    ['[Not Supported]', ''],
    ['[Function Not Found]', ''],
    ['[Requested functionality has been deprecated]', ''],
    ['Requested functionality has been deprecated', ''],
    ['[GPU is lost]', ''],
    ['ERR!', ''],
    [' Tesla T4 ', 'Tesla T4'],
    ['Graphics Device', 'Graphics Device'],
    [undefined, ''],
  ])('%s says %j', (value, expected) => expect(said(value)).toBe(expected));

  test.each([
    ['81559 MiB', 81559],
    ['81559', 81559],
    ['[N/A]', null],
    ['0 MiB', null],
    ['80 GB', 81920],
    ['65536 MB', 65536],
    ['-1', null],
    ['1e9', null],
  ])('%s is %j MiB', (value, expected) => expect(mebibytes(value)).toBe(expected));

  test.each([
    ['610.57.04 [Deprecated; will be removed in CUDA 14.0. Use KMD Version instead]', '610.57.04'],
    ['12.4', '12.4'],
    ['N/A', ''],
    ['Deprecated, see "KMD version" instead', ''],
  ])('the version in %s is %j', (value, expected) => expect(versionIn(value)).toBe(expected));

  test.each([
    ['90402', 'gfx942'],
    ['90010', 'gfx90a'],
    ['90008', 'gfx908'],
    ['110000', 'gfx1100'],
    ['100301', 'gfx1031'],
    ['0', ''],
    ['x', ''],
  ])('gfx_target_version %s is %j', (value, expected) => expect(gfxOfTarget(value)).toBe(expected));

  test.each([
    ['NVRM version: NVIDIA UNIX x86_64 Kernel Module  390.157  Wed Oct 12 09:19:07 UTC 2022', '390.157'],
    ['NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  595.58.03  Release Build', '595.58.03'],
    ['NVRM version: NVIDIA UNIX aarch64 Kernel Module  550.54.14  Thu Feb 22', '550.54.14'],
    ['GCC version: gcc 12.2.0', ''],
  ])('%s is driver %j', (value, expected) => expect(nvidiaKernelVersion(value)).toBe(expected));
});

describe('nvidia-smi CSV', () => {
  test('columns in any order, several models, equal cards counted', () => {
    const { format, gpus: found } = parse(
      'memory.total [MiB], uuid, driver_version, name, compute_cap\n' +
        '15360 MiB, GPU-1, 470.82.01, Tesla T4, 7.5\n' +
        '40536 MiB, GPU-2, 470.82.01, NVIDIA A100-PCIE-40GB, 8.0\n' +
        '15360 MiB, GPU-3, 470.82.01, Tesla T4, 7.5\n',
    );
    expect(format).toBe('nvidia-smi-csv');
    expect(
      found.map((one) => [one.model, one.count, one.memoryMiB, one.computeCapability, one.driver]),
    ).toEqual([
      ['NVIDIA A100-PCIE-40GB', 1, 40536, '8.0', '470.82.01'],
      ['Tesla T4', 2, 15360, '7.5', '470.82.01'],
    ]);
  });

  test('without units', () => {
    const { gpus: found } = parse('name, memory.total [MiB]\nTesla K80, 11441\n');
    expect(found[0]?.memoryMiB).toBe(11441);
  });

  test('values that are none', () => {
    const { gpus: found } = parse(
      'name, memory.total [MiB], compute_cap, mig.mode.current\nGraphics Device, [N/A], [Not Supported], [N/A]\n',
    );
    expect(found[0]).toMatchObject({
      model: 'Graphics Device',
      memoryMiB: null,
      computeCapability: '',
      mig: '',
    });
  });

  test('without heading the largest size is the total', () => {
    const { gpus: found } = parse('0, Tesla V100-SXM2-32GB, 418.67, 1 MiB, 32480 MiB\n'.repeat(4));
    expect(found).toMatchObject([
      { model: 'Tesla V100-SXM2-32GB', driver: '418.67', memoryMiB: 32480, count: 4 },
    ]);
  });

  test('a row of another width is lost alone and named', () => {
    const { gpus: found, reading } = parse('name, uuid\nTesla T4, GPU-1, extra\nTesla T4, GPU-2\n');
    expect(found).toMatchObject([{ model: 'Tesla T4', count: 1 }]);
    expect(reading.problems).toMatchObject([{ line: 2, text: 'Tesla T4, GPU-1, extra' }]);
  });

  test('nothing that differs between equal cards is kept', () => {
    const table = (serial: string) =>
      `name, serial, uuid, pci.bus_id, temperature.gpu\nTesla T4, ${serial}, GPU-${serial}, 00000000:0${serial}:00.0, 4${serial}\n`;
    expect(parse(table('1')).gpus).toEqual(parse(table('2')).gpus);
  });

  test('a table of processes is none of GPUs', () => {
    expect(() => parse('gpu_name, gpu_uuid, pid\nTesla T4, GPU-1, 17\n')).toThrow();
  });
});

const XML = (head: string, body: string) =>
  `<?xml version="1.0" ?>\n<!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">\n<nvidia_smi_log>${head}${body}</nvidia_smi_log>\n`;
const GPU =
  '<gpu id="1"><product_name>Tesla T4</product_name><fb_memory_usage><total>15360 MiB</total></fb_memory_usage></gpu>';

describe('nvidia-smi XML', () => {
  test('four attached and one described', () => {
    const { gpus: found, reading } = parse(XML('<attached_gpus>4</attached_gpus>', GPU));
    expect(found).toMatchObject([{ model: 'Tesla T4', memoryMiB: 15360, count: 1 }]);
    expect(reading.problems[0]?.message).toBe('4 GPUs are attached and 1 described');
  });

  test('MIG devices', () => {
    const device = (sm: number, mib: number) =>
      `<mig_device><device_attributes><shared><multiprocessor_count>${sm}</multiprocessor_count></shared></device_attributes>` +
      `<fb_memory_usage><total>${mib} MiB</total></fb_memory_usage><bar1_memory_usage><total>1 MiB</total></bar1_memory_usage></mig_device>`;
    const { gpus: found } = parse(
      XML(
        '<driver_version>535.54.03</driver_version><cuda_version>12.2</cuda_version>',
        `<gpu><product_name>NVIDIA A100-SXM4-40GB</product_name><mig_mode><current_mig>Enabled</current_mig></mig_mode><mig_devices>${device(14, 4864)}${device(14, 4864)}${device(42, 19968)}</mig_devices>` +
          '<fb_memory_usage><total>40960 MiB</total></fb_memory_usage><pci><pci_device_id>20B010DE</pci_device_id></pci></gpu>',
      ),
    );
    expect(found).toMatchObject([
      {
        memoryMiB: 40960,
        pciId: '10de:20b0',
        cuda: '12.2',
        mig: 'enabled',
        migDevices: [
          { profile: '', multiprocessors: 14, memoryMiB: 4864, count: 2 },
          { profile: '', multiprocessors: 42, memoryMiB: 19968, count: 1 },
        ],
      },
    ]);
  });

  test('a report that ends in the middle keeps the whole cards', () => {
    const text = XML('', GPU + GPU);
    const { gpus: found, reading } = parse(text.slice(0, text.lastIndexOf('<fb_memory')));
    expect(found).toMatchObject([{ count: 1 }]);
    expect(reading.problems[0]?.message).toContain('ends inside');
  });

  test('an embedded DTD and its entities are passed over', () => {
    const dtd = '<!DOCTYPE nvidia_smi_log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ELEMENT gpu (#PCDATA)>]>';
    const { gpus: found } = parse(
      `${dtd}<nvidia_smi_log><gpu><product_name>&b; &amp; &lt;script&gt;</product_name></gpu></nvidia_smi_log>`,
    );
    expect(found[0]?.model).toBe('&b; & <script>');
  });

  test.each([
    ['unclosed comments', '<!--'.repeat(100_000)],
    ['deep nesting', '<a>'.repeat(100_000)],
    ['closing tags', '<a>'.repeat(60) + '</b>'.repeat(100_000)],
    ['open angles', '<'.repeat(300_000)],
    ['document types', '<!DOCTYPE ['.repeat(50_000)],
  ])('%s take linear time', (_, text) => {
    const started = performance.now();
    walkXml(text, { open: () => {}, close: () => {} });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('other forms', () => {
  test('nvidia-smi -L names the profiles', () => {
    const { gpus: found } = parse(
      'GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-1)\n  MIG 1g.5gb+me  Device  0: (UUID: MIG-1)\n  MIG 1c.3g.20gb Device  1: (UUID: MIG-2)\nGPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-2)\n',
    );
    expect(found.map((one) => [one.mig, one.migDevices.map((device) => device.profile), one.count])).toEqual([
      ['', [], 1],
      ['enabled', ['1c.3g.20gb', '1g.5gb+me'], 1],
    ]);
  });

  test.each([
    ['No devices were found\n', 'no-devices'],
    [
      'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 535.161\n',
      'driver-mismatch',
    ],
    [
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\n",
      'driver-not-loaded',
    ],
    [
      'Unable to determine the device handle for GPU 0000:3B:00.0: GPU is lost.  Reboot the system to recover this GPU\n',
      'gpu-lost',
    ],
  ])('%s is a failure of its own', (text, reason) => {
    expect(parse(text).reading).toMatchObject({ outcome: 'failed', reason, node: null });
  });

  test('amd-smi, wrapped, not wrapped and of ROCm 5', () => {
    const gpu = {
      gpu: 0,
      asic: {
        market_name: 'AMD Instinct MI300X',
        device_id: '0x74a1',
        target_graphics_version: 'gfx942',
        asic_serial: '0x1',
      },
      vram: { type: 'HBM', size: { value: 196592, unit: 'MB' } },
      driver: { name: 'amdgpu', version: '6.10.5' },
    };
    const expected = [
      {
        model: 'AMD Instinct MI300X',
        pciId: '1002:74a1',
        memoryMiB: 196592,
        gfx: 'gfx942',
        driver: '6.10.5',
      },
    ];
    expect(readAmdSmi(JSON.stringify([gpu]))).toMatchObject(expected);
    expect(readAmdSmi(JSON.stringify({ gpu_data: [gpu] }))).toMatchObject(expected);
    const old = {
      ...gpu,
      vram: { size_mb: 196592 },
      driver: { driver_name: 'amdgpu', driver_version: '6.10.5' },
    };
    expect(readAmdSmi(JSON.stringify([old]))).toMatchObject(expected);
  });

  test('xpu-smi of one device and of many', () => {
    const one = {
      device_id: 0,
      device_name: 'Intel(R) Data Center GPU Max 1100',
      pci_device_id: '0xbda',
      memory_physical_size_byte: '51539607552',
    };
    expect(parse(JSON.stringify(one)).gpus).toMatchObject([
      { pciId: '8086:0bda', memoryMiB: 49152, count: 1 },
    ]);
    const virtual = { ...one, device_function_type: 'virtual' };
    expect(parse(JSON.stringify({ device_list: [one, one, virtual] })).gpus).toMatchObject([{ count: 2 }]);
  });
});

describe('captured outputs', () => {
  const folder = (path: string) => readdirSync(join(corpus, path)).map((name) => `${path}/${name}`);

  test.skipIf(!hasCorpus)('every nvidia-smi XML equals its ground truth', () => {
    const index = from('INDEX.tsv')
      .split('\n')
      .map((line) => line.split('\t'))
      .filter((row) => row[0] === 'nvidia-smi-xml');
    expect(index.length).toBeGreaterThan(5);
    for (const [, path = '', , , , , truth = ''] of index) {
      const { format, gpus: found } = parse(from(path));
      const [model, driver, count] = truth.split('; ');
      const seen = found.map((one) => `${one.model}; ${one.driver}; gpu elements ${one.count}`);
      expect([format, ...seen]).toEqual(['nvidia-smi-xml', `${model}; ${driver}; ${count}`]);
      expect(found[0]?.memoryMiB).toBeGreaterThan(4000);
      expect(found[0]?.cuda).toMatch(/^\d+\.\d$/);
    }
  });

  test.skipIf(!hasCorpus)('every capture of a whole machine, by the model and driver in its name', () => {
    const captures = folder('nvidia-smi-csv/utkuozdemir__nvidia_gpu_exporter/internal/captures');
    const slug = (text: string) => text.toLowerCase().replaceAll(' ', '-');
    for (const path of captures) {
      const [, name = '', driver = ''] = /__([^/]*)__([\d.]+)\.txt$/.exec(path) ?? [];
      const { gpus: found } = parse(from(path));
      expect(found, path).toHaveLength(1);
      expect(slug(found[0]?.model ?? ''), path).toContain(name.replace('-mig', ''));
      expect(found[0], path).toMatchObject({
        driver,
        count: 1,
        mig: name.includes('mig') ? 'enabled' : found[0]?.mig,
      });
      expect(found[0]?.cuda, path).toMatch(/^13\.[123]$/);
    }
  });

  test.skipIf(!hasCorpus)('MIG layouts', () => {
    const path = (name: string) =>
      `nvidia-smi-csv/utkuozdemir__nvidia_gpu_exporter/internal/captures/linux-x86_64__nvidia-${name}-mig__590.48.01.txt`;
    const layout = (name: string) =>
      parse(from(path(name))).gpus[0]?.migDevices.map((one) => [one.profile, one.count]);
    expect(layout('h100')).toEqual([
      ['1g.10gb', 2],
      ['2g.20gb', 1],
      ['3g.40gb', 1],
    ]);
    expect(layout('h200')).toEqual([
      ['1c.3g.71gb', 1],
      ['1g.18gb', 2],
      ['2c.3g.71gb', 1],
      ['2g.35gb', 1],
    ]);
  });

  test.skipIf(!hasCorpus)('the same machine in every form', () => {
    const text = from(
      'nvidia-smi-csv/utkuozdemir__nvidia_gpu_exporter/internal/captures/linux-x86_64__nvidia-h100-mig__590.48.01.txt',
    );
    const section = (title: string) => {
      const lines = text.split('\n');
      const at = lines.indexOf(`# idle :: ${title}`);
      const end = lines.findIndex((line, index) => index > at + 3 && line.startsWith('####'));
      return lines.slice(at + 3, end).join('\n');
    };
    const query = parse(section('query (-q)'));
    const table = parse(section('nvidia-smi (default table)'));
    expect([query.format, table.format]).toEqual(['nvidia-smi-query', 'nvidia-smi-table']);
    const devices = [
      { profile: '', multiprocessors: 16, memoryMiB: 9984, count: 2 },
      { profile: '', multiprocessors: 32, memoryMiB: 20096, count: 1 },
      { profile: '', multiprocessors: 60, memoryMiB: 40448, count: 1 },
    ];
    const expected = [
      {
        model: 'NVIDIA H100 80GB HBM3',
        driver: '590.48.01',
        cuda: '13.1',
        memoryMiB: 81559,
        mig: 'enabled',
        migDevices: devices,
        count: 1,
      },
    ];
    expect(query.gpus).toMatchObject(expected);
    expect(table.gpus).toMatchObject(expected);
    expect(query.gpus[0]?.pciId).toBe('10de:2330');
  });

  test('nvidia-smi -q of the machine that a fixture is recorded from says what its agent says', () => {
    const fixture = fileURLToPath(new URL('../fixtures/gpus/nvidia-h200-driver-580', import.meta.url));
    const { format, gpus: found } = parse(readFileSync(join(fixture, 'nvidia-smi-q.txt'), 'utf8'));
    const agent = Gpus.parse(JSON.parse(readFileSync(join(fixture, 'expected.json'), 'utf8')).node).gpus;
    expect(format).toBe('nvidia-smi-query');
    // The report has no compute capability, and no kernel driver.
    expect(found).toEqual(agent.map((one) => ({ ...one, computeCapability: '', kernelDriver: '' })));
  });

  test.skipIf(!hasCorpus)('nvidia-smi -q of a machine with four cards', () => {
    const { format, gpus: found } = parse(
      from('nvidia-smi-text/NordicHPC__sonar/src/testdata/nvidia-smi-output.txt'),
    );
    expect(format).toBe('nvidia-smi-query');
    expect(found.reduce((sum, one) => sum + one.count, 0)).toBe(4);
    for (const one of found)
      expect(one).toMatchObject({
        model: 'NVIDIA GeForce RTX 2080 Ti',
        memoryMiB: 11264,
        driver: '545.23.08',
        cuda: '12.3',
      });
  });

  test.skipIf(!hasCorpus)('rocm-smi of several releases', () => {
    const base = 'rocm-smi-json/influxdata__telegraf/plugins/inputs/amd_rocm_smi/testdata';
    const seen = Object.fromEntries(
      folder(base).map((path) => [
        path.slice(base.length + 1),
        parse(from(path)).gpus.map((one) => [one.model, one.pciId, one.memoryMiB, one.driver, one.count]),
      ]),
    );
    const navi = 'Navi 22 [Radeon RX 6700/6700 XT / 6800M]';
    expect(seen).toMatchObject({
      'mi100_rocm602.json': [['Arcturus GL-XL [Instinct MI100]', '1002:738c', 32752, '6.3.6', 4]],
      'rx6700xt_rocm430.json': [['', '1002:73df', 12272, '6.3.6', 1]],
      'rx6700xt_rocm602.json': [[navi, '1002:73df', 12272, '6.3.6', 1]],
      'rx6700xt_rocm612.json': [[navi, '1002:73df', 12272, expect.any(String), 1]],
      'vega-20-WKS-GL-XE.json': [['Radeon Instinct MI50 32GB', '1002:66a1', 32752, '5.9.17', 1]],
    });
  });
});

describe('hostile input', () => {
  const seeds = [
    'name, memory.total [MiB], driver_version\nTesla T4, 15360 MiB, 470.82.01\n',
    XML('<attached_gpus>4</attached_gpus>', GPU),
    '| NVIDIA-SMI 590.48.01    Driver Version: 590.48.01  CUDA Version: 13.1 |\n|   0  NVIDIA H100 80GB HBM3  On  | 00000000:00:09.0 Off | On |\n| N/A 42C P0 98W / 700W | 59MiB / 81559MiB | N/A Default |\n',
    'Driver Version : 545.23.08\nAttached GPUs : 1\nGPU 00000000:18:00.0\n    Product Name : Tesla\n    FB Memory Usage\n        Total : 5 MiB\n',
    '{"card0": {"Card Series": "x", "GFX Version": "gfx908"}, "system": {}}',
    '{"device_list": [{"device_name": "Max", "pci_device_id": "0xbda"}]}',
    '[{"gpu": 0, "asic": {"market_name": "MI300X"}}]',
    'constructor, name, __proto__\na, b, c\n',
  ];

  test('mutated input never throws, in any form', () => {
    const edit = fc.tuple(fc.nat(), fc.nat(8), fc.string({ unit: 'binary', maxLength: 12 }));
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 8 }), (seed, edits) => {
        const text = edits.reduce((old, [at, cut, put]) => {
          const index = at % (old.length + 1);
          return old.slice(0, index) + put + old.slice(index + cut);
        }, seed);
        const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
        for (const form of gpus.natives) {
          form.recognise(input);
          const { node } = form.parse(input);
          if (node) Gpus.parse(node.facts);
        }
      }),
      { numRuns: 1500 },
    );
  });

  test.each([' ', '|', ',', '[', 'GPU 0: ', 'a : ', '\n', '{', 'name, '])(
    '%j, half a megabyte of it',
    (piece) => {
      const input = {
        name: 'x',
        files: [{ path: 'x', bytes: Buffer.from(piece.repeat(500_000 / piece.length)) }],
      };
      const started = performance.now();
      for (const form of gpus.natives) {
        form.recognise(input);
        form.parse(input);
      }
      expect(performance.now() - started).toBeLessThan(10_000);
    },
  );
});

describe('the agent', () => {
  const read = (root: string, shell?: string[]) => {
    const [evidence] = agentSession({ facets: ['gpus'], root }, shell).facets;
    if (!evidence) throw new Error('the agent printed no facet');
    return gpus.read(evidence);
  };

  test.each(shells)('reads this machine twice alike under %s', (...shell) => {
    const [first, second] = [1, 2].map(() => agentSession({ facets: ['gpus'] }, shell).facets[0]);
    if (!first || !second) throw new Error('the agent printed no facet');
    expect(first.ended).toBe('done');
    const [a, b] = [gpus.read(first), gpus.read(second)];
    expect(a.outcome).toBe(b.outcome);
    if (a.node && b.node) expect(canonicalJson(a.node.facts)).toBe(canonicalJson(b.node.facts));
    if (a.node) Gpus.parse(a.node.facts);
    else expect(a.reason).not.toBe('');
  });

  test('names of cards are data under every shell', () => {
    const root = mkdtempSync(join(tmpdir(), 'gazetteer-gpus-'));
    const name = '$(touch /tmp/gz-owned) `id` "quoted" \\n %s <script> * - -n';
    const device = join(root, 'sys/bus/pci/devices/0000:03:00.0');
    mkdirSync(device, { recursive: true });
    const files = {
      class: '0x038000',
      vendor: '0x1002',
      device: '0x7408',
      uevent: 'DRIVER=amdgpu',
      mem_info_vram_total: '1073741824',
      product_name: name,
    };
    for (const [file, text] of Object.entries(files)) writeFileSync(join(device, file), `${text}\n`);
    mkdirSync(join(root, 'sys/bus/pci/devices/-n $(id) \n x'), { recursive: true });
    for (const shell of shells)
      expect(read(root, shell).node?.facts).toMatchObject({ gpus: [{ model: name, memoryMiB: 1024 }] });
    rmSync(root, { recursive: true });
  });

  const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/gpus/${name}/root`, import.meta.url));

  test('the evidence holds nothing that tells one node from its equals', () => {
    const [evidence] = agentSession({ facets: ['gpus'], root: fixture('nvidia-h100-mig') }).facets;
    const text = (evidence?.parts ?? []).map((part) => part.bytes.toString()).join('\n');
    expect(text).toContain('MIG 3g.40gb');
    expect(text).not.toMatch(/UUID|GPU-|Timestamp|[0-9a-f]{2}:[0-9a-f]{2}\.\d/i);
  });

  test.each([
    ['nvidia-smi-versions-rc', '124', 'timeout'],
    ['nvidia-smi-list-rc', '137', 'timeout'],
    ['nvidia-smi-rc', '124', 'timeout'],
    ['nvidia-smi-versions', '', 'error'],
    ['nvidia-smi-list', 'Unable to determine the device handle', 'gpu-lost'],
  ])('half an answer is none: %s is %j', (name, text, reason) => {
    const [evidence] = agentSession({ facets: ['gpus'], root: fixture('nvidia-h100-mig') }).facets;
    if (!evidence) throw new Error('the agent printed no facet');
    expect(gpus.read(evidence).outcome).toBe('present');
    const parts = evidence.parts.map((part) =>
      part.name === name ? { name, bytes: Buffer.from(text) } : part,
    );
    expect(gpus.read({ ...evidence, parts })).toMatchObject({ outcome: 'failed', reason, node: null });
  });

  test('the order of the bus and of the answer does not matter', () => {
    const [evidence] = agentSession({ facets: ['gpus'], root: fixture('nvidia-one-lost') }).facets;
    if (!evidence) throw new Error('the agent printed no facet');
    const turned = evidence.parts.map((part) =>
      part.name === 'pci'
        ? { ...part, bytes: Buffer.from(part.bytes.toString().split('\n').reverse().join('\n')) }
        : part,
    );
    expect(gpus.read({ ...evidence, parts: turned }).node?.facts).toEqual(gpus.read(evidence).node?.facts);
  });

  test('a tool that hangs fails the facet and is not waited for', () => {
    expect(read(fixture('nvidia-hang'))).toMatchObject({ outcome: 'failed', reason: 'timeout', node: null });
  });

  test('a folder that may not be listed is failed, an empty bus is present', () => {
    const root = mkdtempSync(join(tmpdir(), 'gazetteer-gpus-'));
    mkdirSync(join(root, 'sys/bus'), { recursive: true });
    expect(read(root)).toMatchObject({ outcome: 'failed', reason: 'unreadable' });
    mkdirSync(join(root, 'sys/bus/platform'));
    expect(read(root)).toMatchObject({ outcome: 'present', node: { facts: { gpus: [] } } });
    mkdirSync(join(root, 'sys/bus/pci/devices'), { recursive: true });
    expect(read(root)).toMatchObject({ outcome: 'present', node: { facts: { gpus: [] } } });
    if (process.getuid?.() !== 0) {
      spawnSync('chmod', ['0', join(root, 'sys/bus/pci/devices')]);
      expect(read(root)).toMatchObject({ outcome: 'failed', reason: 'unreadable' });
      spawnSync('chmod', ['700', join(root, 'sys/bus/pci/devices')]);
    }
    rmSync(root, { recursive: true });
  });
});
