import type { RuleText } from '../verdict/rule.ts';
import { rules, wayRules } from '../verdict/rules/registry.ts';
import { GENERATED } from './generate.ts';

/** Every rule by which a verdict is given, as it tells of itself. */
export function verdictsPage(): string {
  return [
    '# Will it run',
    GENERATED,
    `A verdict says whether an image or a conda environment runs on nodes that are alike: nodes of one cluster that hold the same
documents of hardware, kernel, os, gpus, runtimes and fabric. Ask with \`gazetteer verdict\`, at \`/verdict\`, or at
\`/api/v1/verdicts\`; the answers agree.`,
    `| answer | means |
| --- | --- |
| yes | every rule that concerns it says yes |
| note | it runs, and there is something to know |
| no | at least one rule says no |
| unknown | no rule says no, and one that concerns it lacks a fact |`,
    `A fact that is not known gives unknown, never yes. A rule that decides the same whatever the fact is does not wait for it:
on a kernel that is new enough for every C library, the library of the image does not matter. What a visit failed to read stands as it
was read last, and its age is shown with every reason; each reason leads to the documents that it is from.`,
    `An image starts by one of the runtimes that are installed. The rules about runtimes are asked for each, and the best way is
told: yes before yes with a note before unknown before no, and among equals the one whose tier is better.`,
    '## Rules about subject and nodes',
    ...rules.map(section),
    '## Rules about one way to start an image',
    ...wayRules.map(section),
    LIMITS,
    '',
  ].join('\n\n');
}

function section({ name, sentence, cases, unknown, sources }: RuleText): string {
  const list = (lines: string[]) => lines.map((line) => `- ${line}`).join('\n');
  return [`### ${name}`, sentence, list(cases), `Unknown: ${unknown}`, `Source:\n${list(sources)}`].join(
    '\n\n',
  );
}

const LIMITS = `## What is not looked at

- Software that no package manager and no variable tells of, such as a CUDA toolkit that was unpacked from an archive.
- What is inside images in docker's store, which is closed to all but root, and in OCI layouts, OCI-SIF files of several layers, encrypted
  images and those in ext3: nobody looks inside them, so that most of their verdicts are unknown or no. Of stores and layouts the settings are
  read. Stores of podman are looked into where the account that collects may read their layers.
- Packages of conda and Python in unusual places of unpacked images and of podman's layers (usual are the root, one and two folders
  below it, environments of these, \`/opt\` and homes), and that a folder of a layer hides what was in it before.
- What packages of a list ask of the machine (\`__glibc\` and the like): their records tell that, and so do locks of conda-lock and pixi, but no
  list. Most locks of conda-lock leave out what a record constrains; what \`cuda-version\` constrains is what rule cuda judges.
- Which C library the wheels need that pip put into a conda environment.
- Whether the image can be had at the other site: a registry that is closed, a file that only one site has.
- Memory, disk space, licences, and what a batch system allows.`;
