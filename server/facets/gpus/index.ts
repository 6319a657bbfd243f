import type { Column, Facet, Facts } from '../facet.ts';
import { column } from '../nodeDocument.ts';
import { natives } from './natives.ts';
import { readGpus } from './read.ts';
import { Gpus } from './schema.ts';

const columns: Column[] = [
  column('vendor', 'text', 'NVIDIA, AMD or Intel.'),
  column(
    'model',
    'text',
    "The card's name: its driver's, else the PCI database's; empty when neither knows it.",
  ),
  column('count', 'number', 'How many equal cards the node has.'),
  column('memoryMiB', 'number', 'Memory of one card in MiB; empty when not known.'),
  column('pciId', 'text', 'PCI vendor and device number, such as 10de:2330.'),
  column('driver', 'text', "Version of the vendor's driver; empty when not known."),
  column('kernelDriver', 'text', 'Kernel driver that holds the card; empty when none does.'),
  column('cuda', 'text', 'Highest CUDA version that the driver supports.'),
  column('rocm', 'text', 'Version of ROCm in /opt/rocm.'),
  column('computeCapability', 'text', 'CUDA compute capability, such as 9.0.'),
  column('gfx', 'text', 'LLVM target of an AMD card, such as gfx90a.'),
  column(
    'mig',
    'text',
    'Whether the card is cut into MIG devices: enabled, disabled, or empty where it cannot be.',
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
