import { condaMeasures } from './conda.ts';
import { liveImageMeasures } from './images-live.ts';
import { sifMeasures } from './images-sif.ts';
import type { Measure } from './measure.ts';
import { moduleDocMeasures } from './modules-docs.ts';
import { envmodulesMeasures } from './modules-envmodules.ts';
import { folderMeasures } from './modules-folders.ts';
import { lmodMeasures } from './modules-lmod.ts';
import { rtMeasures } from './modules-rt.ts';
import { nodeMeasures } from './node.ts';
import { slurmMeasures } from './slurm.ts';

/** Every measure there is: one file beside this for each kind of capture or family of kinds. */
export const measures: Measure[] = [
  ...sifMeasures,
  ...liveImageMeasures,
  ...nodeMeasures,
  ...lmodMeasures,
  ...folderMeasures,
  ...envmodulesMeasures,
  ...rtMeasures,
  ...moduleDocMeasures,
  ...slurmMeasures,
  ...condaMeasures,
];
