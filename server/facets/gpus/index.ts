import type { Column, Facet, Facts } from '../facet.ts';
import { between, matching, oneOf } from '../holds.ts';
import { column } from '../nodeDocument.ts';
import { natives } from './natives.ts';
import { readGpus } from './read.ts';
import { Gpus } from './schema.ts';

const columns: Column[] = [
  column('vendor', 'text', 'NVIDIA, AMD or Intel.', oneOf('NVIDIA', 'AMD', 'Intel')),
  column(
    'model',
    'text',
    "The card's name: its driver's, else the PCI database's; empty when neither knows it.",
    matching(/^(?:\S(?:.*\S)?)?$/),
  ),
  column('count', 'number', 'How many equal cards the node has.', between(1, 4096)),
  column('memoryMiB', 'number', 'Memory of one card in MiB; empty when not known.', between(1, 10_000_000)),
  column(
    'pciId',
    'text',
    'PCI vendor and device number, such as 10de:2330.',
    matching(/^(?:(?:10de|1002|8086):[0-9a-f]{4})?$/),
  ),
  column('driver', 'text', "Version of the vendor's driver; empty when not known.", matching(/^\S*$/)),
  column(
    'kernelDriver',
    'text',
    'Kernel driver that holds the card; empty when none does.',
    matching(/^\S*$/),
  ),
  column('cuda', 'text', 'Highest CUDA version that the driver supports.', matching(/^(?:\d+\.\d+)?$/)),
  column('rocm', 'text', 'Version of ROCm in /opt/rocm.'),
  column(
    'computeCapability',
    'text',
    'CUDA compute capability, such as 9.0.',
    matching(/^(?:\d{1,2}\.\d)?$/),
  ),
  column('gfx', 'text', 'LLVM target of an AMD card, such as gfx90a.', matching(/^(?:gfx[0-9a-f]{3,6})?$/)),
  column(
    'mig',
    'text',
    'Whether the card is cut into MIG devices: enabled, disabled, or empty where it cannot be.',
    oneOf('', 'enabled', 'disabled'),
  ),
  {
    name: 'migDevices',
    type: 'list',
    sentence: 'MIG devices of one card by profile, such as 2 × 1g.10gb.',
    of: (row) => migTexts(row.migDevices),
  },
  column(
    'confined',
    'boolean',
    "Whether the cards were seen from inside a job, which its scheduler lets use some of the node's cards only.",
  ),
  column(
    'state',
    'text',
    "How the facts were had: reported by the vendor's tool or driver, unreported by a tool that answered for others, no tool to ask, or no driver of the vendor's.",
    oneOf('reported', 'unreported', 'no tool', 'no driver'),
  ),
];

function migTexts(value: unknown): string[] {
  const found = Gpus.shape.gpus.element.shape.migDevices.safeParse(value);
  if (!found.success) return [];
  return found.data.map(({ profile, multiprocessors, memoryMiB, count }) => {
    const sizes = `${multiprocessors ?? '?'} SM, ${memoryMiB ?? '?'} MiB`;
    return `${count} × ${profile || sizes}`;
  });
}

function rows(facts: Facts): Record<string, unknown>[] {
  const found = Gpus.safeParse(facts);
  return found.success ? found.data.gpus : [];
}

export const gpus: Facet = {
  name: 'gpus',
  sentence: 'The GPUs of a node, what drives them and how they are partitioned.',
  scope: 'node',
  kinds: [
    {
      kind: 'gpus.node',
      sentence: 'One row per kind of GPU in a node, with how many of it there are.',
      schema: Gpus,
      columns,
      rows,
    },
  ],
  read: readGpus,
  natives,
  offerings: () => [],
  locate: () => ({ place: '', load: '' }),
};
