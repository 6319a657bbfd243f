import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { agentSession, shells } from '../harness/agent.ts';

/** A node image may hold links of any kind: none of them may lead the agent out of the image. */

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-root-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  symlinkSync(join(folder, target), join(folder, path));
}

/** Each secret is of the form that the file in its place would have. */
function image(): string {
  const devices = 'image/sys/bus/pci/devices';
  const cpus = 'image/sys/devices/system/cpu';
  file('out/device/class', '0x030200\n');
  file('out/device/vendor', '0x10de\n');
  file('out/device/device', '0x5ec7\n');
  file('out/list', '5ec7e7\n');
  file('out/release', 'NAME=secret\nRELEASE=secret\n');
  file('out/state', 'online\n');
  file('out/cgroup', '0::/slurm/job_1/step_0\n');
  link(`${devices}/0000:01:00.0`, 'out/device');
  file(`${devices}/0000:02:00.0/class`, '0x038000\n');
  file(`${devices}/0000:02:00.0/vendor`, '0x1002\n');
  link(`${devices}/0000:02:00.0/product_name`, 'out/release');
  link(`${devices}/0000:02:00.0/uevent`, 'out/release');
  link('image/proc/self/cgroup', 'out/cgroup');
  file('image/proc/cpuinfo', 'processor : 0\nmodel name : A\n');
  link(`${cpus}/cpu0/topology/core_siblings_list`, 'out/list');
  link(`${cpus}/cpu0/topology/thread_siblings_list`, 'out/list');
  file('image/sys/devices/system/memory/block_size_bytes', '8000000\n');
  link('image/sys/devices/system/memory/memory0/state', 'out/state');
  link('image/etc/os-release', 'out/release');
  link('image/etc/opt/cray/release/cos-release', 'out/release');
  link('image/etc/redhat-release', 'out/release');
  return join(folder, 'image');
}

test.each(shells)('under %s', (...shell) => {
  rmSync(folder, { recursive: true, force: true });
  const session = agentSession(
    { facets: ['hardware', 'os', 'kernel', 'gpus', 'fabric'], root: image() },
    shell,
  );
  const parts = session.facets.flatMap((facet) => facet.parts);
  const text = parts.map((part) => `${part.name}\n${part.bytes.toString()}`).join('\n');
  expect(text).not.toMatch(/secret|5ec7|^confined$/m);
  expect(text).toContain('online 0');
  expect(text).toContain('0x1002');
});
