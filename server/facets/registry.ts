import { conda } from './conda/index.ts';
import { cvmfs } from './cvmfs/index.ts';
import { easybuild } from './easybuild/index.ts';
import { fabric } from './fabric/index.ts';
import type { Facet } from './facet.ts';
import { gpus } from './gpus/index.ts';
import { hardware } from './hardware/index.ts';
import { images } from './images/index.ts';
import { kernel } from './kernel/index.ts';
import { modules } from './modules/index.ts';
import type { FacetName } from './names.ts';
import { os } from './os/index.ts';
import { packages } from './packages/index.ts';
import { runtimes } from './runtimes/index.ts';
import { scheduler } from './scheduler/index.ts';
import { spack } from './spack/index.ts';
import { venvs } from './venvs/index.ts';

/** Every facet there is. A new one is a line here, one in names.ts, and the same name in three trees. */
export const facets: Record<FacetName, Facet> = {
  hardware,
  os,
  kernel,
  gpus,
  runtimes,
  images,
  modules,
  conda,
  scheduler,
  fabric,
  packages,
  spack,
  cvmfs,
  venvs,
  easybuild,
};
