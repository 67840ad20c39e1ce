/** `npm start`: runs the hall on this machine until Ctrl-C. `PORT` and `HALL_DATA` choose port and data folder, `--now` the time. */

const [major] = process.versions.node.split('.').map(Number);
if (major === undefined || major < 24) {
  console.error(
    `需要 Node 24 · The hall needs Node 24 or newer, and this is ${process.version}: run npm ci, then npm start.`,
  );
  process.exit(1);
}

const { startHall } = await import('./hall.ts');
const { clockShift } = await import('./hall-now.ts');
const { HallError } = await import('./lock.ts');
const { demoGroups, roleNames } = await import('./demo-people.ts');

const asked = Promise.withResolvers<void>();
let askedAt = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked again: at once. (npm passes on what the terminal has sent already, within a moment.)
    if (askedAt > 0 && Date.now() - askedAt > 1000) process.exit(130);
    if (askedAt === 0) askedAt = Date.now();
    asked.resolve();
  });
}

try {
  const port = portFrom(process.env.PORT ?? '3000');
  const shift = clockShift(process.argv.slice(2), Date.now());
  // A hall in another time keeps its cases apart: a record's time never goes back.
  const dataDir = process.env.HALL_DATA ?? (shift === undefined ? '.data' : '.data-training');
  const hall = await startHall({ port, dataDir, warm: true, ...(shift === undefined ? {} : { clockShift: shift }) });
  if (shift !== undefined) {
    const there = new Date(Date.now() + shift).toISOString();
    console.log(`\n时间旅行 · this hall lives at ${there} and goes on from there; its data is in ${dataDir}`);
  }
  if (askedAt === 0) tell(hall.url);
  try {
    await Promise.race([asked.promise, hall.broken]);
    console.log('\n正在停止 · stopping: finishing what is under way');
  } finally {
    await hall.stop();
  }
  process.exit(0);
} catch (error) {
  // Who stops it while it is being built need not hear that the build was stopped.
  if (askedAt > 0) process.exit(130);
  console.error(error instanceof HallError ? error.message : error);
  process.exit(1);
}

function portFrom(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new HallError(`PORT 不是端口号 · PORT=${text} is not a port: use a number from 1 to 65535.`);
}

function tell(url: string): void {
  console.log('\n演示人员 · demo people (npm run token -- <id>)');
  for (const { name, nameEn, people } of demoGroups) {
    console.log(`  ${name} ${nameEn}`);
    const told = people.map(
      ({ id, name, roles }) => `${id} ${name}${roles.map((role) => ` ${roleNames[role].zh}`).join('')}`,
    );
    console.log(`    ${told.join(' · ')}`);
  }
  console.log(`\n办事大厅 · the hall   ${url}/\n部门工作台 · the desk ${url}/desk\n`);
  console.log(`hall ready: ${url}`);
}
