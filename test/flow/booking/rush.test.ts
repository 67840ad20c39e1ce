/** A little rush through the function: as many winners as numbers, nobody twice, and what a loser costs the table, counted. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { bookingFunctions } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

/** Eighteen numbers, thirteen of them for people online at this hour. */
const monday = 's001-20261123-am';
const appointments = 'POST /v1/booking/appointments';

let engines: Engines;
const commands: string[] = [];
beforeAll(async () => {
  engines = await startEngines();
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  engines.documents.middlewareStack.add(
    (proceed, { commandName = '' }) =>
      (args) => {
        commands.push(commandName);
        return proceed(args);
      },
    { step: 'initialize', name: 'countCommands' },
  );
});
afterAll(async () => {
  vi.restoreAllMocks();
  await engines.stop();
});

it('ends with every number given once; a loser then costs one read and no write, and who hammers is told to wait', async () => {
  const hall = await bookingFunctions(engines);
  const people = await Promise.all(
    Array.from({ length: 60 }, async (_, at) => {
      const account = `caller-${at}`;
      return { claims: { sub: account, name: account, roles: 'citizen' }, patientId: await hall.room.self(account) };
    }),
  );
  const press = ({ claims, patientId }: (typeof people)[number], key?: string) =>
    hall.call(claims, appointments, {}, { patientId, sessionId: monday }, { key });
  const answers = await Promise.all(people.slice(0, 40).map((one, at) => press(one, `the-key-of-${at}`)));
  const won = answers.filter(({ status }) => status === 201);
  expect(answers.map(({ status }) => status).filter((status) => ![201, 409].includes(status))).toEqual([]);
  const numbers = won.map(({ body }) => body.no);
  expect(numbers.length).toBeGreaterThan(10);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(new Set(won.map(({ body }) => body.patientId)).size).toBe(won.length);
  const { body: after } = await hall.call(undefined, 'GET /v1/booking/sessions/{sessionId}', { sessionId: monday });
  expect(after.free).toEqual([]);

  commands.length = 0;
  const late = people.slice(40);
  for (const one of late) {
    const answer = await press(one);
    expect([answer.status, answer.body.errors[0].code]).toEqual([409, 'sold-out']);
  }
  expect(commands).toEqual(late.map(() => 'GetItemCommand'));
  // Whoever won is told so again, though all is gone.
  const at = answers.findIndex(({ status }) => status === 201);
  const winner = people[at];
  if (winner === undefined) throw new Error('nobody won');
  expect((await press(winner, `the-key-of-${at}`)).body).toEqual(answers[at]?.body);

  commands.length = 0;
  const hammer = late[0];
  if (hammer === undefined) throw new Error('nobody is late');
  const statuses: number[] = [];
  for (let tries = 0; tries < 8; tries += 1) statuses.push((await press(hammer)).status);
  // Five tries in ten seconds, one of which was above; what is beyond costs the table nothing.
  expect(statuses).toEqual([409, 409, 409, 409, 429, 429, 429, 429]);
  expect(commands).toHaveLength(4);
});
