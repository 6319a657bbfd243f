import { type Captured, type Case, captured, capturedBytes, type Measure } from './measure.ts';
import { documentOf, member } from './node-rows.ts';

/** What a reader of one form finds of each card: model, MiB, driver, CUDA version, PCI number; '' where it says none. */
type Truth = (text: string) => string[];

/** One row per card that our parser read, cards that differ counted. */
function found(path: string): string[] {
  const groups: unknown = documentOf('gpus', path).gpus;
  return (Array.isArray(groups) ? groups : []).flatMap((one) => {
    const names = ['model', 'memoryMiB', 'driver', 'cuda', 'pciId'];
    const row = names.map((name) => member(one, name)).join(' | ');
    return Array.from({ length: Number(member(one, 'count')) }, () => row);
  });
}

const number = (text: string | undefined) =>
  text === undefined || /N\/A/.test(text) ? '' : text.replace(/ .*/, '');
const word = (pattern: RegExp, text: string) => pattern.exec(text)?.[1] ?? '';

/** `0x233010DE` is device and vendor. */
function pci(text: string | undefined): string {
  const digits = word(/^0x([0-9A-F]{4})10DE$/i, text ?? '').toLowerCase();
  return digits === '' ? '' : `10de:${digits}`;
}

const FIELD =
  /^(?:name|uuid|serial|index|driver_version|vbios_version|[a-z]+(?:\.[a-z_.]+)? \[[%\w]+\]|pci\.bus_id)$/;

/** The first CSV table of a capture: its own heading tells the columns. */
const csv: Truth = (text) => {
  const lines = text.split('\n').map((line) => line.trim());
  // Fields are also listed one a line, and a sentence may hold the word.
  const at = lines.findIndex((line) => line.split(', ').filter((cell) => FIELD.test(cell)).length > 5);
  if (at < 0) return [];
  const columns = (lines[at] ?? '').split(', ').map((column) => column.replace(/ \[.*$/, ''));
  const rows = lines.slice(at + 1);
  const end = rows.indexOf('');
  const cuda = word(/^CUDA (?:UMD )?Version\s*: (\d+\.\d+)$/m, text);
  return rows.slice(0, end < 0 ? rows.length : end).map((line) => {
    const cells = line.split(', ');
    const cell = (name: string) => cells[columns.indexOf(name)];
    const driver = word(/^([\d.]+)/, cell('driver_version') ?? '') || (cell('kmd_version') ?? '');
    return [cell('name'), number(cell('memory.total')), driver, cuda, pci(cell('pci.device_id'))].join(' | ');
  });
};

const xml: Truth = (text) => {
  const [head = '', ...gpus] = text.split(/<gpu id="/);
  const element = (name: string, part: string) => word(new RegExp(`<${name}>([^<]*)</${name}>`), part);
  const driver = element('driver_version', head);
  const cuda = element('cuda_version', head);
  return gpus.map((gpu) => {
    const memory = word(/<fb_memory_usage>\s*<total>(\d+) MiB/, gpu);
    const id = element('pci_device_id', gpu);
    return [
      element('product_name', gpu),
      memory,
      driver,
      cuda,
      pci(id.startsWith('0x') ? id : `0x${id}`),
    ].join(' | ');
  });
};

const query: Truth = (text) => {
  const [head = '', ...gpus] = text.split(/^GPU [0-9A-F]{8}:/m);
  const line = (name: string, part: string) => word(new RegExp(`^ *${name} +: (.*)$`, 'm'), part);
  return gpus.map((gpu) => {
    const memory = word(/FB Memory Usage\s+Total +: (\d+) MiB/, gpu);
    const facts = [
      line('Product Name', gpu),
      memory,
      line('Driver Version', head),
      line('CUDA Version', head),
    ];
    return [...facts, pci(line('Device Id', gpu))].join(' | ');
  });
};

/** Keys of rocm-smi in any case; a name that is a number is none. */
const rocm: Truth = (text) => {
  const json: unknown = JSON.parse(text);
  const cards = Object.entries(Object(json)).filter(([name]) => name.startsWith('card'));
  return cards.map(([, one]) => {
    const lower = Object.fromEntries(
      Object.entries(Object(one)).map(([key, value]) => [key.toLowerCase(), value]),
    );
    const names = [member(lower, 'card series'), member(lower, 'device name'), member(lower, 'card model')];
    const model = names.find((name) => name !== '' && name !== 'N/A' && !name.startsWith('0x')) ?? '';
    const bytes = Number(member(lower, 'vram total memory (b)'));
    const id = member(lower, 'device id') || member(lower, 'gpu id');
    const driver = member(json, 'system', 'Driver version');
    return [model, bytes ? bytes / 1048576 : '', driver, '', `1002:${id.slice(2)}`].join(' | ');
  });
};

/** Manuals, fuzzing seeds of Go and help texts lie among the captures: no card is in them. */
const NO_OUTPUT = /\.rst$|\/fuzz\/|\/fields\.txt$/;

function caseOf({ path }: Captured, truth: Truth): Case {
  const text = capturedBytes(path).toString('utf8');
  return { input: path, expected: NO_OUTPUT.test(path) ? [] : truth(text), found: found(path) };
}

/** How captures that cut a card into MIG devices list them. */
function migCase({ path }: Captured): Case {
  const text = capturedBytes(path).toString('utf8');
  const list = word(/\$ nvidia-smi -L\n#+\n([\s\S]*?)\n\n/, text);
  const expected = list.split('\n').flatMap((line) => /^ +MIG (\S+)/.exec(line)?.[1] ?? []);
  const groups: unknown = documentOf('gpus', path).gpus;
  const devices = (Array.isArray(groups) ? groups : []).flatMap((one) =>
    Reflect.get(Object(one), 'migDevices'),
  );
  return {
    input: path,
    expected,
    found: devices.flatMap((one) =>
      Array.from({ length: Number(member(one, 'count')) }, () => member(one, 'profile')),
    ),
  };
}

function measure(kind: string, parser: string, source: string, truth: Truth): Measure {
  return { kind, parser, truth: source, cases: () => captured(kind).map((one) => caseOf(one, truth)) };
}

export const gpus: Measure[] = [
  measure('nvidia-smi-csv', 'gpus nvidia-smi-csv', "the table's own columns", csv),
  {
    kind: 'nvidia-smi-csv',
    parser: 'gpus MIG devices',
    truth: 'lines of nvidia-smi -L',
    cases: () =>
      captured('nvidia-smi-csv')
        .filter(({ path }) => path.includes('-mig_'))
        .map(migCase),
  },
  measure('nvidia-smi-xml', 'gpus nvidia-smi-xml', 'elements by pattern', xml),
  measure('nvidia-smi-text', 'gpus nvidia-smi-query', 'lines by pattern', query),
  measure('rocm-smi-json', 'gpus rocm-smi-json', "the JSON's members", rocm),
  measure('xpu-amd-smi', 'gpus (manuals)', 'there is no output in them', () => []),
];
