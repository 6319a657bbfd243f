import type { GpuGroup } from '../../facets/gpus/schema.ts';
import { type Fact, factOf } from '../facts.ts';
import type { NodeGroup } from '../nodeGroup.ts';
import { holds, parseRequirement, type Reality } from '../require.ts';
import type { Finding, WayRule } from '../rule.ts';
import type { ImageSubject } from '../subject.ts';
import { minorOf } from '../versions.ts';
import { bestOf } from '../weigh.ts';
import { cardFact, cardsOf } from './cards.ts';

/** What an image asks of NVIDIA's container toolkit, which refuses to start it elsewhere. */
export const requireCuda: WayRule = {
  name: 'require-cuda',
  sentence:
    'With docker and podman, the cards meet NVIDIA_REQUIRE_CUDA and its like; Apptainer does not look at them.',
  cases: [
    'Conditions with commas between must all hold, one of the lists with spaces between must.',
    'NVIDIA_REQUIRE_CUDA is not set and CUDA_VERSION is: cuda>= that version is asked.',
    'NVIDIA_DISABLE_REQUIRE is true, or nothing is asked: nothing to say.',
    'One of them does not hold, or is not of the grammar: no.',
  ],
  unknown:
    'The settings of the image, or the driver, the CUDA version, the brand or the compute capability that is asked for.',
  sources: [
    'NVIDIA, libnvidia-container: src/cli/dsl.c (grammar); nvidia-container-toolkit: internal/config/image/cuda_image.go',
  ],
  judge: (image, group, way) => {
    if (way.runtime.name !== 'docker' && way.runtime.name !== 'podman') return [];
    if (image.settings === null) {
      const message =
        'Whether the image asks for a driver (NVIDIA_REQUIRE_CUDA) is not known: its settings were not read.';
      return [{ answer: 'unknown', message, facts: [] }];
    }
    return requirementsOf(image).map((fact) => meets(fact, group));
  },
};

/** NVIDIA_REQUIRE_JETPACK is for boards that are no servers. */
function requirementsOf({ settings }: ImageSubject): Fact[] {
  if (settings === null) return [];
  const value = (name: string) => settings.variables.find((one) => one.name === name)?.value ?? '';
  // What Go's strconv.ParseBool takes for true.
  if (/^(?:1|t|true)$/i.test(value('NVIDIA_DISABLE_REQUIRE'))) return [];
  const asked = settings.variables.filter(
    (one) => /^NVIDIA_REQUIRE_(?!JETPACK)/.test(one.name) && one.value !== '',
  );
  const legacy = minorOf(value('CUDA_VERSION'));
  const own =
    value('NVIDIA_REQUIRE_CUDA') === '' && legacy !== ''
      ? [{ name: 'CUDA_VERSION', value: `cuda>=${legacy}` }]
      : [];
  return [...asked, ...own].map((one) => factOf(one.name, one.value, settings));
}

function meets(asked: Fact, group: NodeGroup): Finding {
  const alternatives = parseRequirement(asked.value);
  const cards = cardsOf(group, 'NVIDIA');
  if (!cards.known) {
    return { answer: 'unknown', message: `The GPUs are not known: ${cards.why}.`, facts: [asked] };
  }
  // Without cards the toolkit is not asked; rule cuda says what that means.
  if (cards.value.length === 0)
    return { answer: 'yes', message: 'Nothing is asked where there is no card.', facts: [asked] };
  return bestOf(
    cards.value.map((card): Finding => {
      const found = holds(alternatives, realityOf(card));
      const facts = [asked, cardFact(group, 'driver', card, `${card.driver} (CUDA ${card.cuda})`)];
      if (found === null)
        return { answer: 'unknown', message: `Whether ${asked.name} is met is not known.`, facts };
      return found
        ? { answer: 'yes', message: `${asked.name} is met.`, facts }
        : { answer: 'no', message: `${asked.name} asks for "${asked.value}".`, facts };
    }),
  );
}

/** Brands as the driver's library names them (nvmlBrandType_t); a name that tells none is not known. */
const BRANDS: readonly [RegExp, string][] = [
  [/GeForce RTX/i, 'geforcertx'],
  [/GeForce/i, 'geforce'],
  [/TITAN RTX/i, 'titanrtx'],
  [/TITAN/i, 'titan'],
  [/Quadro RTX/i, 'quadrortx'],
  [/Quadro/i, 'quadro'],
  [/NVIDIA RTX/i, 'nvidiartx'],
  [/Tesla/i, 'tesla'],
];

function realityOf(card: GpuGroup): Reality {
  return {
    cuda: card.cuda,
    driver: card.driver,
    arch: card.computeCapability,
    brand: BRANDS.find(([pattern]) => pattern.test(card.model))?.[1] ?? '',
  };
}
