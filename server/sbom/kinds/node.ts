import { Gpus } from '../../facets/gpus/schema.ts';
import { Kernel } from '../../facets/kernel/schema.ts';
import { OperatingSystem } from '../../facets/os/schema.ts';
import { Packages } from '../../facets/packages/schema.ts';
import { Runtimes } from '../../facets/runtimes/schema.ts';
import { type Assembly, type Beside, type Component, once, properties, versioned } from '../component.ts';
import { systemPurl } from '../purl.ts';

/** Packages of a node's system. The distribution is part of their names: that of the nodes, where they agree. */
export function systemPackages(facts: unknown, { systems }: Beside): Assembly | null {
  const found = Packages.safeParse(facts);
  if (!found.success) return null;
  const [system = null, ...others] = systems;
  const agreed = others.length === 0 ? system : null;
  return {
    subject: { type: 'platform', name: 'system packages' },
    parts: found.data.packages.map((one) => ({
      type: 'library',
      name: one.name,
      ...versioned(one.version),
      ...systemPurl(one, agreed),
      ...properties({
        manager: one.manager,
        architecture: one.architecture,
        source: one.source,
        vendor: one.vendor,
      }),
    })),
    aggregate: 'complete',
  };
}

export function runtimes(facts: unknown): Assembly | null {
  const found = Runtimes.safeParse(facts);
  if (!found.success) return null;
  const { nvidiaToolkit } = found.data;
  const toolkit: Component[] =
    nvidiaToolkit === ''
      ? []
      : [{ type: 'application', name: 'nvidia-container-toolkit', version: nvidiaToolkit }];
  return {
    subject: { type: 'platform', name: 'container runtimes' },
    parts: [
      ...found.data.runtimes.map(
        (one): Component => ({
          type: 'application',
          name: one.name,
          ...versioned(one.version),
          ...properties({ release: one.release, path: one.path, mode: one.mode, server: one.serverVersion }),
        }),
      ),
      ...toolkit,
    ],
    aggregate: 'complete',
  };
}

export function kernel(facts: unknown): Assembly | null {
  const found = Kernel.safeParse(facts);
  if (!found.success) return null;
  const { system, release, machine, installed } = found.data;
  return {
    subject: {
      type: 'operating-system',
      name: system || 'kernel',
      ...versioned(release),
      ...properties({ machine }),
    },
    parts: (installed ?? []).map((one) => ({
      type: 'operating-system',
      name: system || 'kernel',
      ...versioned(one.release),
      ...properties({ installed: true, running: one.release === release }),
    })),
    aggregate: installed === null ? 'unknown' : 'complete',
  };
}

export function operatingSystem(facts: unknown): Assembly | null {
  const found = OperatingSystem.safeParse(facts);
  if (!found.success) return null;
  const { id, versionId, prettyName, libc, libcVersion } = found.data;
  return {
    subject: {
      type: 'operating-system',
      name: id || prettyName || 'unnamed',
      ...versioned(versionId),
      ...properties({ title: prettyName }),
    },
    parts: libc === 'unknown' ? [] : [{ type: 'library', name: libc, ...versioned(libcVersion) }],
    // Its packages are told by themselves.
    aggregate: 'incomplete',
  };
}

/** Drivers of cards; what a card is made of is no software. */
export function drivers(facts: unknown): Assembly | null {
  const found = Gpus.safeParse(facts);
  if (!found.success) return null;
  const known = found.data.gpus.filter(({ driver }) => driver !== '');
  return {
    subject: { type: 'platform', name: 'GPU drivers' },
    parts: once(
      known.map(({ vendor, kernelDriver, driver, cuda, rocm }) => ({
        type: 'device-driver',
        name: kernelDriver || `${vendor} driver`,
        version: driver,
        ...properties({ vendor, cuda, rocm }),
      })),
    ),
    aggregate: known.length === found.data.gpus.length ? 'complete' : 'incomplete',
  };
}
