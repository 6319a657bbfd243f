import { type Fact, factOf, sourceOf } from '../facts.ts';
import { type Baseline, baselinesOf } from '../needs/baseline.ts';
import type { NodeGroup } from '../nodeGroup.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

/** What the processors are against what the programs were built for. */
export const cpuLevel: Rule = {
  name: 'cpu-level',
  sentence: 'The processors have what the programs were built for: an x86-64 level, or features of Arm.',
  cases: [
    'Enterprise Linux 9, Amazon Linux 2023 and SUSE 16 need x86-64-v2, Enterprise Linux 10 needs x86-64-v3.',
    'Amazon Linux 2023 on Arm needs ARMv8.2-A with cryptography (Graviton2 and later).',
    'Enterprise Linux to 8, SUSE to 15, Fedora, Debian, Ubuntu and Alpine Linux need no more than x86-64.',
    "conda's _x86_64-microarch-level and a variant such as amd64/v3 need the level that they name.",
    'Processors of a lower level: no; of that level or a higher one: yes.',
    'AlmaLinux 10 on x86-64-v2: unknown, since AlmaLinux builds it for that level as well.',
    'Processors of x86-64-v4: yes whatever it was built for, since there is no higher level.',
  ],
  unknown:
    'What the image is made from, or the level of the processors, where the one or the other matters; architectures ' +
    'other than x86_64 and aarch64. An image for another architecture than the machine is not looked at here.',
  sources: [
    'Red Hat, Building Red Hat Enterprise Linux 9 for the x86-64-v2 microarchitecture level; RHEL 10 release notes: x86-64-v3',
    'Amazon, AL2023 system requirements: x86-64-v2; ARMv8.2 with cryptography',
    'SUSE Linux Enterprise 16 release notes: x86-64-v2; AlmaLinux 10 release notes: x86_64_v2 builds',
    'conda-forge, microarch-level feedstock',
  ],
  judge: (subject, group) => {
    const host = group.hardware.state === 'present' ? group.hardware.facts : null;
    if (!host || host.architecture === '') return [unknownHost(group)];
    if (isElsewhere(subject, host.architecture)) return [];
    const { found, gap } = baselinesOf(subject);
    const finding =
      host.architecture === 'x86_64'
        ? onX86(found, gap, host.level, group)
        : host.architecture === 'aarch64'
          ? onArm(found, gap, host.features, group)
          : onOther(host.architecture, group);
    return [finding];
  },
};

/** Rule architecture, or rule conda-subdir, says that it is emulated or does not run. */
function isElsewhere(subject: Subject, host: string): boolean {
  if (subject.kind === 'environment') return host !== 'x86_64';
  return subject.architectures.length > 0 && !subject.architectures.includes(host);
}

function unknownHost(group: NodeGroup): Finding {
  const why = group.hardware.state === 'unknown' ? group.hardware.why : 'the architecture was not read';
  return { answer: 'unknown', message: `The processors are not known: ${why}.`, facts: [] };
}

function onX86(found: [Baseline, Fact[]][], gap: string, level: string, group: NodeGroup): Finding {
  const own = Number(/^x86-64-v([1-4])$/.exec(level)?.[1] ?? '0');
  const fact = factOf('level of the processors', level, sourceOf(group.hardware));
  const [highest, facts] = found.reduce<[Baseline | null, Fact[]]>(
    (best, one) => (best[0] && best[0].level >= one[0].level ? best : one),
    [null, []],
  );
  const all = [...facts, fact];
  const asked = highest ? `${highest.why} needs x86-64-v${highest.level}` : 'Nothing in it names a level';
  if (own === 0)
    return { answer: 'unknown', message: `${asked}; the level of the processors is not known.`, facts: all };
  if (highest && own < highest.level) {
    const perhaps = highest.perhapsLower && own === highest.level - 1;
    const message = perhaps
      ? `${highest.why} of AlmaLinux is built for x86-64-v${own} as well, and which build this is was not read.`
      : `${asked}; the processors have ${level}.`;
    return { answer: perhaps ? 'unknown' : 'no', message, facts: all };
  }
  if (gap !== '' && own < 4) {
    return {
      answer: 'unknown',
      message: `What processors it was built for is not known: ${gap}.`,
      facts: all,
    };
  }
  return { answer: 'yes', message: `${asked}; the processors have ${level}.`, facts: all };
}

function onArm(found: [Baseline, Fact[]][], gap: string, features: string[], group: NodeGroup): Finding {
  const facts = [factOf('features of the processors', features.join(' '), sourceOf(group.hardware))];
  for (const [baseline, own] of found) {
    const missing = baseline.arm.filter((feature) => !features.includes(feature));
    if (missing.length === 0) continue;
    const [answer, message] =
      features.length === 0
        ? (['unknown', `${baseline.why} needs features that were not read of these processors.`] as const)
        : (['no', `${baseline.why} needs ${missing.join(', ')}, which the processors do not have.`] as const);
    return { answer, message, facts: [...own, ...facts] };
  }
  if (gap !== '') {
    return { answer: 'unknown', message: `What processors it was built for is not known: ${gap}.`, facts };
  }
  const message = 'The processors have the features of Arm that it was built for.';
  return { answer: 'yes', message, facts: [...found.flatMap(([, own]) => own), ...facts] };
}

function onOther(architecture: string, group: NodeGroup): Finding {
  const facts = [factOf('architecture of the machine', architecture, sourceOf(group.hardware))];
  return { answer: 'unknown', message: `Baselines of ${architecture} are not known here.`, facts };
}
