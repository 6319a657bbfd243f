import { compareReleases, flavourOf } from './order.ts';
import type { InstalledKernel, Kernel } from './schema.ts';

/** `vmlinuz-`, `vmlinux-`, `Image-` and `image-` of the architectures, with what packers append. */
const IMAGE = /^(?:vmlinuz|vmlinux|[Ii]mage)-([0-9][\s\S]*?)(?:\.(?:gz|xz|zst|efi|signed))?$/;

/** Copies that installers and administrators keep. */
const COPY = /\.(?:old|bak|orig|rpmsave|rpmnew|dpkg-\w+|hmac|debug)$|~$/;

/**
 * Installed kernels from the names in /boot and in /lib/modules; each name ends in /, in the second list
 * followed by m (has modules) and v (has an image beside them).
 */
export function parseInstalled(boot: string, modules: string): InstalledKernel[] {
  const found = new Map<string, InstalledKernel>();
  const at = (release: string) => {
    const known = found.get(release) ?? { release, image: false, modules: false };
    found.set(release, known);
    return known;
  };
  for (const { name } of namesOf(boot)) {
    const release = IMAGE.exec(name)?.[1];
    if (release !== undefined && !COPY.test(name)) at(release).image = true;
  }
  for (const { name, marks } of namesOf(modules)) {
    // A folder without modules is what a removed kernel left behind, unless /boot still has its image.
    if (!/^[0-9]/.test(name) || (marks === '' && !found.has(name))) continue;
    const kernel = at(name);
    if (marks.includes('m')) kernel.modules = true;
    if (marks.includes('v')) kernel.image = true;
  }
  return [...found.values()].sort(
    (a, b) => compareReleases(a.release, b.release) || (a.release < b.release ? -1 : 1),
  );
}

function namesOf(text: string): { name: string; marks: string }[] {
  const names: { name: string; marks: string }[] = [];
  for (let at = 0; at < text.length; ) {
    const slash = text.indexOf('/', at);
    if (slash === -1) break;
    const end = text.indexOf('\n', slash);
    const stop = end === -1 ? text.length : end;
    names.push({ name: text.slice(at, slash), marks: text.slice(slash + 1, stop) });
    at = stop + 1;
  }
  return names;
}

/**
 * Whether a newer kernel of the running one's flavour waits for a reboot. Only those that can be started
 * count; where no image is to be seen (nodes that boot over the network), those with modules do.
 */
export function rebootOf(
  running: string,
  installed: InstalledKernel[] | null,
): Pick<Kernel, 'newest' | 'rebootPending'> {
  const bootable = installed?.some((kernel) => kernel.image)
    ? installed.filter((kernel) => kernel.image)
    : (installed ?? []);
  const alike = bootable.filter((kernel) => flavourOf(kernel.release) === flavourOf(running));
  const newest = (running === '' ? bootable : alike).at(-1)?.release ?? '';
  if (running === '' || newest === '') return { newest, rebootPending: null };
  return { newest, rebootPending: compareReleases(newest, running) > 0 };
}
