import type { NativeForm } from '../facet.ts';
import { inputText, nativeReading } from '../reading.ts';
import {
  readApkList,
  readAptList,
  readDnfList,
  readDpkgList,
  readDpkgQuery,
  readPacman,
  readRpmNames,
  readRpmTable,
  readZypper,
} from './lines.ts';
import { packagesFacts, problemsOf, type Read } from './rows.ts';
import { readApkInstalled, readDpkgStatus, readRpmInfo } from './stanzas.ts';

/** Of the first lines, so many at most may be no rows. */
const STRANGE = 0.1;
const LOOKED_AT = 200_000;

function form(
  format: string,
  sentence: string,
  sign: RegExp | null,
  read: (text: string) => Read,
): NativeForm {
  return {
    format,
    sentence,
    recognise: (input) => {
      const start = inputText(input).slice(0, LOOKED_AT);
      if (sign && !sign.test(start)) return false;
      const whole = start.length < LOOKED_AT ? start : start.slice(0, start.lastIndexOf('\n') + 1);
      const { packages, problems } = read(whole);
      return packages.length > 0 && problems.length <= packages.length * STRANGE;
    },
    parse: (input) => {
      const result = read(inputText(input));
      const managers = result.packages.slice(0, 1).map((one) => one.manager);
      const facts = result.packages.length > 0 ? packagesFacts(managers, result.packages) : null;
      return nativeReading(input, format, facts, problemsOf(input.name, format, result));
    },
  };
}

/**
 * Forms with a sign of their own come first; bare lines of names and versions could be others' too. A sign has one way
 * to match a line, since it is held against files of any kind; what follows from it is for the reader to say.
 */
export const natives: NativeForm[] = [
  form(
    'dpkg-status',
    'A copy of /var/lib/dpkg/status, or of a file of status.d.',
    /^Package: \S/m,
    readDpkgStatus,
  ),
  form('apk-installed', 'A copy of /lib/apk/db/installed.', /^P:\S/m, readApkInstalled),
  form('rpm-qi', 'Output of rpm -qai.', /^Name {2,}: /m, readRpmInfo),
  form(
    'rpm-table',
    `Output of rpm -qa --qf with name, epoch, version, release, architecture, source, vendor.`,
    /^[^\t\n]+(?:\t[^\t\n]*){6,}$/m,
    readRpmTable,
  ),
  form('apt-list', 'Output of apt list --installed.', /^[^\s/]+\/\S* \S+ \S+ \[/m, readAptList),
  form('dpkg-list', 'Output of dpkg -l.', /^[uihrp][ncHUFWti][R ]? +\S+ +\S/m, readDpkgList),
  form(
    'zypper-table',
    'Output of zypper packages -i, or zypper search -is.',
    /^ {0,4}S {0,4}\|/m,
    readZypper,
  ),
  form('apk-list', 'Output of apk list -I, or apk info -v.', /-r\d+(?:\s|$)/m, readApkList),
  form('rpm-names', 'Output of rpm -qa, with --last or without.', /^[^\s-]+(?:-[^\s-]*){2}/m, readRpmNames),
  form(
    'dnf-list',
    'Output of dnf list --installed, or yum list installed.',
    /^\S+\.(?:noarch|x86_64|aarch64|i686|ppc64le|s390x)\b/m,
    readDnfList,
  ),
  form('dpkg-query', 'Output of dpkg-query -W.', /^[a-z0-9][^\s\t]*\t\S+$/m, readDpkgQuery),
  form('pacman-query', 'Output of pacman -Q.', /^\S+ \S+-\d+(?:\.\d+)?$/m, readPacman),
];
