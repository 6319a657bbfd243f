import type { Rule, RuleText, WayRule } from '../rule.ts';
import { architecture } from './architecture.ts';
import { computeCapability } from './compute-capability.ts';
import { condaArchspec } from './conda-archspec.ts';
import { condaCuda } from './conda-cuda.ts';
import { condaGlibc } from './conda-glibc.ts';
import { condaSubdir } from './conda-subdir.ts';
import { cpuLevel } from './cpu-level.ts';
import { cuda } from './cuda.ts';
import { docker } from './docker.ts';
import { hostLibraries } from './host-libraries.ts';
import { libcKernel } from './libc-kernel.ts';
import { mpi } from './mpi.ts';
import { namespaces } from './namespaces.ts';
import { nvidiaToolkit } from './nvidia-toolkit.ts';
import { requireCuda } from './require-cuda.ts';
import { rocm } from './rocm.ts';
import { runtime } from './runtime.ts';
import { vsyscall } from './vsyscall.ts';

/** Rules about subject and nodes, in the order in which their reasons are told. */
export const rules: readonly Rule[] = [
  architecture,
  cpuLevel,
  libcKernel,
  vsyscall,
  cuda,
  computeCapability,
  rocm,
  mpi,
  condaSubdir,
  condaGlibc,
  condaCuda,
  condaArchspec,
];

/** Rules about one way to start an image there. */
export const wayRules: readonly WayRule[] = [
  runtime,
  namespaces,
  docker,
  nvidiaToolkit,
  requireCuda,
  hostLibraries,
];

export const everyRule: readonly RuleText[] = [...rules, ...wayRules];
