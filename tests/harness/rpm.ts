import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface MadePackage {
  name: string;
  version: string;
  release: string;
  epoch?: number;
  /** How many files it lists. */
  files: number;
}

/** A database of rpm's own making, and what rpm lists of it as `name version`, in order. */
export function makeRpmDatabase(folder: string, packages: MadePackage[]): { file: string; listed: string[] } {
  mkdirSync(folder, { recursive: true });
  const [top, database] = [join(folder, 'top'), join(folder, 'db')];
  const [first, ...others] = packages.map(specOf);
  const spec = join(folder, 'all.spec');
  writeFileSync(
    spec,
    `${first?.head ?? ''}${others.map((one) => one.sub).join('')}%install\n${[first, ...others].map((one) => one?.install ?? '').join('')}${[first, ...others].map((one) => one?.files ?? '').join('')}`,
  );
  run('rpmbuild', ['-bb', '--define', `_topdir ${top}`, '--define', '_build_id_links none', spec]);
  run('rpm', ['--dbpath', database, '--initdb']);
  const rpms = run('find', [top, '-name', '*.rpm']).trim().split('\n');
  run('rpm', ['--dbpath', database, '-i', '--justdb', '--nodeps', '--nosignature', ...rpms]);
  const format = '%{NAME} %|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\n';
  const listed = run('rpm', ['--dbpath', database, '-qa', '--qf', format]).trim().split('\n').sort();
  return { file: join(database, 'rpmdb.sqlite'), listed };
}

function specOf({ name, version, release, epoch, files }: MadePackage) {
  const numbers = `Version: ${version}\nRelease: ${release}\n${epoch === undefined ? '' : `Epoch: ${epoch}\n`}`;
  const about = `Summary: Made for a test\nLicense: MIT\nBuildArch: noarch\n`;
  const paths = Array.from({ length: files }, (_, at) => `/opt/${name}/a/long/folder/name/file${at}`);
  const folder = `%{buildroot}/opt/${name}/a/long/folder/name`;
  return {
    head: `Name: ${name}\n${numbers}${about}%description\nx\n`,
    sub: `%package -n ${name}\n${numbers}Summary: Made for a test\n%description -n ${name}\nx\n`,
    install:
      files === 0
        ? ''
        : `mkdir -p ${folder}\nfor n in $(seq 0 ${files - 1}); do : > ${folder}/file$n; done\n`,
    files: `%files -n ${name}\n${paths.join('\n')}\n`,
  };
}

function run(program: string, args: string[]): string {
  const ran = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (ran.status !== 0) throw new Error(`${program}: ${ran.stderr.slice(-2000)}`);
  return ran.stdout;
}
