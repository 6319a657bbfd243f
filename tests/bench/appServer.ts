// Pages and API of a database on a free port, in a process of their own, so that memory and time are the service's alone. Says the port
// on standard output when it listens; exports.ts and pages.ts run it.
import { createServer } from 'node:http';
import { pino } from 'pino';
import { appOf } from '../../server/app.ts';
import { configFrom } from '../../server/config.ts';
import { openDatabase } from '../../server/store/database.ts';

const db = openDatabase(process.env.BENCH_DATABASE ?? '');
const log = pino({ level: 'silent' });
const server = createServer(appOf({ config: configFrom({}), db, reading: db, log }));
server.listen(0, '127.0.0.1', () => {
  const place = server.address();
  console.log(`port ${typeof place === 'object' ? place?.port : 0}`);
});
await new Promise((ended) => process.once('SIGTERM', ended));
process.exit();
