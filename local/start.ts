/** `npm start`: runs the hall on this machine until Ctrl-C. `PORT` and `HALL_DATA` choose port and data folder. */

const [major] = process.versions.node.split('.').map(Number);
if (major === undefined || major < 24) {
  console.error(
    `需要 Node 24 · The hall needs Node 24 or newer, and this is ${process.version}: run npm ci, then npm start.`,
  );
  process.exit(1);
}

const { startHall } = await import('./hall.ts');
const { HallError } = await import('./lock.ts');
const { demoGroups, roleNames } = await import('./demo-people.ts');

try {
  const port = portFrom(process.env.PORT ?? '3000');
  const hall = await startHall({ port, dataDir: process.env.HALL_DATA ?? '.data' });
  const asked = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve(signal);
        // Asked twice: at once.
        process.on(signal, () => process.exit(130));
      });
    }
  });
  tell(hall.url);
  try {
    await Promise.race([asked, hall.broken]);
    console.log('\n正在停止 · stopping: finishing what is under way');
  } finally {
    await hall.stop();
  }
  process.exit(0);
} catch (error) {
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
