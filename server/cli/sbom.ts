import type { Command } from 'commander';
import { clusterBill, documentBill } from '../sbom/bill.ts';
import { bomText } from '../sbom/bom.ts';
import { billSubject } from '../sbom/subject.ts';
import { withStore } from './open.ts';
import { written } from './writtenFile.ts';

export function sbomVerb(program: Command): void {
  program
    .command('sbom')
    .description('a bill of materials (CycloneDX 1.7) of a cluster, an environment, an image or any document')
    .argument('<subject>', 'site/cluster; a path, a reference or a digest; or the hash of a document')
    .option('-o, --output <file>', 'file to write; standard output otherwise')
    .option('--json', 'JSON, which is also the default')
    .addHelpText(
      'after',
      `
Only what was read is listed, and how complete that is; docs/standards.md tells how.

Examples:
  gazetteer sbom alpine/edelweiss -o edelweiss.cdx.json
  gazetteer sbom alpine/edelweiss:/opt/conda/envs/rnaseq
  gazetteer sbom quay.io/biocontainers/samtools:1.17--h00cdaf9_0`,
    )
    .action((text: string, options: { output?: string }) =>
      withStore(async ({ db, config }) => {
        const subject = await billSubject(db, text);
        const { staleDays } = config.compare;
        const bill =
          'cluster' in subject
            ? await clusterBill(db, subject.cluster, { staleDays, now: new Date() })
            : await documentBill(db, subject.document);
        await written(bomText(bill), options.output);
      }),
    );
}
