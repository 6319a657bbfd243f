import type { Fact } from '../facts.ts';
import type { ImageSubject } from '../subject.ts';
import { type Mentioned, packagesOf } from './mentions.ts';

export type MpiName = 'Open MPI' | 'MPICH' | 'MVAPICH' | 'Intel MPI';

export interface Mpi {
  name: MpiName;
  version: string;
  fact: Fact;
}

const MPI: readonly [RegExp, MpiName][] = [
  [/^(?:openmpi|openmpi-bin|openmpi-mpi|libopenmpi\d\w*|openmpi-libs)$/, 'Open MPI'],
  [/^(?:mpich|libmpich\d+\w*|mpich-\d[\d.]*)$/, 'MPICH'],
  [/^mvapich2?(?:-\d[\d.]*)?$/, 'MVAPICH'],
  [/^(?:impi_rt|intel-oneapi-mpi(?:-[\d.]+)?)$/, 'Intel MPI'],
];

/** The MPIs in an image, one of each kind. */
export function mpisOf(image: ImageSubject): Mpi[] {
  const found = packagesOf(image).flatMap((one): Mpi[] => {
    const name = MPI.find(([pattern]) => pattern.test(one.name))?.[1];
    return name ? [{ name, version: one.version.replace(/^\d+:/, ''), fact: one.fact }] : [];
  });
  return [...new Map(found.map((one) => [one.name, one])).values()];
}

/** Packages with which a program reaches a network of its own kind. */
const REACHES: Record<string, RegExp> = {
  InfiniBand: /^(?:ucx|libucx\d|libucp|libibverbs\d?|rdma-core)$/,
  RoCE: /^(?:ucx|libucx\d|libucp|libibverbs\d?|rdma-core)$/,
  'Omni-Path': /^(?:libpsm2(?:-2)?|opa-psm2|libfabric\d?)$/,
  Slingshot: /^(?:libcxi\d?|libfabric-cxi)$/,
  EFA: /^(?:libfabric-aws|efa-config)$/,
};

/** Whether something in the image can use such a network. */
export function reaches(image: ImageSubject, network: string): Mentioned | undefined {
  const pattern = Object.hasOwn(REACHES, network) ? REACHES[network] : undefined;
  return packagesOf(image).find((one) => pattern?.test(one.name));
}
