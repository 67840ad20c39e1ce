/** Sends notices and sends them again, by each provider's own schedule and the simulator's clock, until they are taken. */
import type { Provider } from './trades.ts';

const seconds = (...all: number[]): number[] => all.map((one) => one * 1000);

/** Waits after each try that was not taken (WeChat Pay, Alipay and UnionPay merchants' documents). */
export const schedules: Readonly<Record<Provider, readonly number[]>> = {
  'wechat-pay': seconds(15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600),
  alipay: seconds(240, 600, 600, 3600, 7200, 21_600, 54_000),
  unionpay: seconds(60, 120, 240, 480, 900),
};

export interface Outgoing {
  readonly provider: Provider;
  readonly url: string;
  /** Signed anew for each try, as WeChat's timestamp has to be. */
  readonly make: (now: number) => { headers: Record<string, string>; body: string };
  /** A probe of the signature check: sent once, expected to be refused. */
  readonly probe?: boolean;
}

export type Notices = ReturnType<typeof createNotices>;

export function createNotices(now: () => number) {
  const waiting: { one: Outgoing; tries: number; at: number }[] = [];
  let sent = 0;
  let taken = 0;
  let running: Promise<void> = Promise.resolve();
  return {
    add(one: Outgoing): void {
      waiting.push({ one, tries: 0, at: now() });
    },
    /** Sends all that is due. */
    pump(): Promise<void> {
      running = running.then(work, work);
      return running;
    },
    state: () => ({ waiting: waiting.length, sent, taken }),
  };

  async function work(): Promise<void> {
    const due = waiting.filter(({ at }) => at <= now());
    for (const entry of due) waiting.splice(waiting.indexOf(entry), 1);
    await Promise.all(
      due.map(async (entry) => {
        sent += 1;
        if (await deliver(entry.one, now())) taken += 1;
        else if (entry.one.probe !== true) again(entry);
      }),
    );
  }

  function again({ one, tries }: { one: Outgoing; tries: number }): void {
    const wait = schedules[one.provider][tries];
    if (wait !== undefined) waiting.push({ one, tries: tries + 1, at: now() + wait });
  }
}

/** @returns whether it was taken: the provider's own idea of success, byte by byte */
async function deliver({ provider, url, make }: Outgoing, now: number): Promise<boolean> {
  try {
    const { headers, body } = make(now);
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(5000) });
    const text = await answer.text();
    if (provider === 'wechat-pay') return answer.status === 200 || answer.status === 204;
    if (provider === 'alipay') return answer.status === 200 && text === 'success';
    return answer.status === 200;
  } catch {
    return false;
  }
}
