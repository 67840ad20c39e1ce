/** `npm run token -- <demo person>`: prints a bearer token for scripts, signed with the key of the data folder. */
import { demoPerson } from './demo-people.ts';
import { issueToken } from './issuer.ts';
import { hallKeys } from './keys.ts';
import { HallError, runningHall } from './lock.ts';
import { oidcPrefix } from './oidc-prefix.ts';

/** @throws HallError when no hall runs on the folder; Error listing the demo people when there is none of that id */
export async function tokenFrom(dataDir: string, personId: string): Promise<string> {
  const person = demoPerson(personId);
  const hall = runningHall(dataDir);
  if (hall === undefined) {
    throw new HallError(
      `没有运行中的大厅 · No hall runs on ${dataDir}: npm start first, or name its folder with HALL_DATA.`,
    );
  }
  return issueToken(person, await hallKeys(dataDir), { issuer: `${hall.url}${oidcPrefix}` });
}

if (import.meta.main) {
  try {
    console.log(await tokenFrom(process.env.HALL_DATA ?? '.data', process.argv[2] ?? ''));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
