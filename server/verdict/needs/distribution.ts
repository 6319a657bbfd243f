import type { Content, Label } from '../../facets/images/schema.ts';
import { factOf } from '../facts.ts';
import type { ImageSubject, Inside } from '../subject.ts';
import { insideGap, packageFact, systemPackages } from './inside.ts';
import { type Told, told, untold } from './told.ts';

/** What an image was put together from. */
export interface Distribution {
  /** `el` for Enterprise Linux and all that rebuild it. */
  id: 'el' | 'fedora' | 'amazon' | 'suse' | 'debian' | 'ubuntu' | 'alpine';
  /** `9`, `22.04`; '' where the packages that were looked at do not tell. */
  version: string;
  /** AlmaLinux also builds its version 10 for older processors. */
  alma: boolean;
}

export function nameOf({ id, version }: Distribution): string {
  const names: Record<Distribution['id'], string> = {
    el: 'Enterprise Linux',
    fedora: 'Fedora',
    amazon: 'Amazon Linux',
    suse: 'SUSE',
    debian: 'Debian',
    ubuntu: 'Ubuntu',
    alpine: 'Alpine Linux',
  };
  return `${names[id]} ${version}`.trim();
}

/** The distribution by the C library's package, else by os-release; where nobody looked inside, by the labels of its base. */
export function distributionOf(image: ImageSubject): Told<Distribution> {
  if (image.inside === null) return byLabels(image);
  const libc = systemPackages(image.inside).find((one) => CORE.has(one.name));
  if (libc) {
    const found = byPackage(libc, image.inside);
    const fact = packageFact(libc, image.inside);
    return found ? told(found, [fact]) : untold('its C library is of no distribution known here', [fact]);
  }
  const { system } = image.inside;
  const named = system && byName(system);
  if (named) {
    const value = `${system.id} ${system.versionId}`.trim();
    return told(named, [factOf('os-release of the image', value, image.inside)]);
  }
  return untold(insideGap(image) || 'no package of a distribution is in the image');
}

/** IDs of os-release(5), of those whose baselines are known. */
const IDS: Readonly<Record<string, Distribution['id']>> = {
  rhel: 'el',
  centos: 'el',
  rocky: 'el',
  almalinux: 'el',
  ol: 'el',
  scientific: 'el',
  fedora: 'fedora',
  amzn: 'amazon',
  sles: 'suse',
  'opensuse-leap': 'suse',
  debian: 'debian',
  ubuntu: 'ubuntu',
  alpine: 'alpine',
};

/** By what the image calls itself, where it has no list of packages: distroless images, and lists that were not read. */
function byName({ id, versionId }: NonNullable<Inside['system']>): Distribution | null {
  const found = Object.hasOwn(IDS, id) ? IDS[id] : undefined;
  // Without a release nothing is known of those whose baseline rose with one.
  if (found === undefined || (versionId === '' && (found === 'el' || found === 'amazon' || found === 'suse')))
    return null;
  return { id: found, version: versionId, alma: id === 'almalinux' };
}

const CORE: ReadonlySet<string> = new Set(['glibc', 'libc6', 'musl']);

/** The dist tag that rpm packages carry in their release: `2.34-100.el9_4.2`. */
function byPackage(libc: Content, inside: Inside): Distribution | null {
  if (libc.manager === 'apk') return { id: 'alpine', version: '', alma: false };
  if (libc.manager === 'dpkg') {
    return { id: libc.version.includes('ubuntu') ? 'ubuntu' : 'debian', version: '', alma: false };
  }
  const alma = inside.packages.some((one) => one.name === 'almalinux-release');
  const [, tag = '', version = ''] = /[-.](el|fc|amzn)(\d+)/.exec(libc.version) ?? [];
  if (tag === 'el') return { id: 'el', version, alma };
  if (tag === 'fc') return { id: 'fedora', version, alma: false };
  if (tag === 'amzn') return { id: 'amazon', version, alma: false };
  // SUSE numbers releases by code stream: 150600 is SLE 15 SP6, 160000 is SLE 16.
  const [, stream = ''] = /-(1[2-9])0\d00\.\d/.exec(libc.version) ?? [];
  return stream === '' ? null : { id: 'suse', version: stream, alma: false };
}

/** Ubuntu's images label themselves after OCI's annotations, Red Hat's after its own; images made from them keep that. */
function byLabels(image: ImageSubject): Told<Distribution> {
  const labels = image.labels ?? [];
  const value = (name: string) => labels.find((label) => label.name === name)?.value ?? '';
  const facts = (label: Label) => [factOf(`label ${label.name}`, label.value, image)];
  const base = value('org.opencontainers.image.ref.name');
  const version = value('org.opencontainers.image.version');
  if (base === 'ubuntu' && /^\d\d\.\d\d$/.test(version)) {
    const label = { name: 'org.opencontainers.image.version', value: `${base} ${version}` };
    return told({ id: 'ubuntu', version, alma: false }, facts(label));
  }
  const component = value('com.redhat.component');
  const [, ubi = ''] = /^ubi(\d+)-/.exec(component) ?? [];
  if (ubi !== '') {
    return told(
      { id: 'el', version: ubi, alma: false },
      facts({ name: 'com.redhat.component', value: component }),
    );
  }
  return untold('nobody looked into the image, and its labels do not name what it is made from');
}
