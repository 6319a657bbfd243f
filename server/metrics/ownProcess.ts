import { versionOf } from '../version.ts';
import type { Metric } from './text.ts';

const one = (name: string, type: Metric['type'], help: string, value: number): Metric => ({
  name,
  type,
  help,
  samples: [{ labels: {}, value }],
});

/** This process, under the names that Prometheus' own libraries use. */
export function ownProcess(): Metric[] {
  const { user, system } = process.cpuUsage();
  return [
    {
      name: 'gazetteer_build_info',
      type: 'gauge',
      help: 'The version that answers.',
      samples: [{ labels: { version: versionOf() }, value: 1 }],
    },
    one('process_cpu_seconds_total', 'counter', 'Processor time of the service.', (user + system) / 1e6),
    one('process_resident_memory_bytes', 'gauge', 'Memory of the service.', process.memoryUsage.rss()),
    one(
      'process_start_time_seconds',
      'gauge',
      'When the service was started.',
      Math.round(Date.now() / 1000 - process.uptime()),
    ),
  ];
}
