/** Nothing typed is ever lost: whatever the network and other windows do. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Conflict, type Draft, DraftSaver, pause, type Unsaved } from '../../../web/src/form/draft-saver.ts';

class Refused extends Error {
  readonly kind: 'stale' | 'later' | 'refused';
  readonly names: readonly string[];
  constructor(kind: 'stale' | 'later' | 'refused', names: readonly string[] = []) {
    super(kind);
    this.kind = kind;
    this.names = names;
  }
}

/** A hall that keeps one draft and refuses stale versions, as the true one does. */
function hallWith(answers: Draft['answers']) {
  const hall = {
    stored: { answers, version: 1 },
    puts: 0,
    failing: undefined as Refused | undefined,
    slow: undefined as Promise<void> | undefined,
    async put(draft: Draft) {
      hall.puts += 1;
      await hall.slow;
      if (hall.failing !== undefined) throw hall.failing;
      if (draft.version !== hall.stored.version) throw new Refused('stale');
      hall.stored = { answers: draft.answers, version: draft.version + 1 };
      return { version: hall.stored.version };
    },
  };
  return hall;
}

function saverFor(hall: ReturnType<typeof hallWith>, unsaved: Unsaved = {}) {
  const kept: { unsaved: Unsaved; conflicts: readonly Conflict[]; there: boolean; calls: number } = {
    unsaved: {},
    conflicts: [],
    there: true,
    calls: 0,
  };
  const saver = new DraftSaver(
    {
      draft: { ...hall.stored },
      put: (draft) => hall.put(draft),
      get: async () => ({ ...hall.stored }),
      judge: (error) => (error instanceof Refused ? error.kind : 'refused'),
      faulty: (error) => (error instanceof Refused ? error.names : []),
      onChange: () => undefined,
      remember: async (now, conflicts) => {
        kept.conflicts = conflicts;
        kept.unsaved = now;
        kept.calls += 1;
        return kept.there;
      },
      now: () => new Date(0),
    },
    unsaved,
  );
  return { saver, kept };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('saving a draft', () => {
  it('saves once after a pause, however many keys were pressed', async () => {
    const hall = hallWith({});
    const { saver, kept } = saverFor(hall);
    for (const text of ['张', '张玉', '张玉兰']) {
      saver.set('fullName', text);
      await vi.advanceTimersByTimeAsync(pause / 2);
    }
    expect(hall.puts).toBe(0);
    expect(saver.state.kind).toBe('typing');
    expect(kept.unsaved).toEqual({ fullName: '张玉兰' });
    await vi.advanceTimersByTimeAsync(pause);
    expect(hall.puts).toBe(1);
    expect(hall.stored).toEqual({ answers: { fullName: '张玉兰' }, version: 2 });
    expect(saver.state).toEqual({ kind: 'saved', at: new Date(0) });
    expect(kept.unsaved).toEqual({});
  });

  it('keeps what was typed while a save was under way, and saves it next', async () => {
    const hall = hallWith({});
    const { saver } = saverFor(hall);
    const slow = Promise.withResolvers<void>();
    hall.slow = slow.promise;
    saver.set('fullName', 'A');
    await vi.advanceTimersByTimeAsync(pause);
    saver.set('fullName', 'AB');
    saver.set('phone', '1');
    slow.resolve();
    hall.slow = undefined;
    await vi.advanceTimersByTimeAsync(pause * 3);
    expect(hall.stored.answers).toEqual({ fullName: 'AB', phone: '1' });
    expect(hall.stored.version).toBe(3);
  });

  it('lays what was typed here over what was changed in another window', async () => {
    const hall = hallWith({ fullName: '张', phone: '1', address: 'x' });
    const { saver } = saverFor(hall);
    hall.stored = { answers: { fullName: '李', phone: '2', address: 'x' }, version: 5 };
    saver.set('fullName', '张玉兰');
    saver.set('address', undefined);
    await vi.advanceTimersByTimeAsync(pause);
    expect(hall.stored).toEqual({ answers: { fullName: '张玉兰', phone: '2' }, version: 6 });
    expect(saver.answers).toEqual(hall.stored.answers);
  });

  it('tries again, longer apart, until the hall is back; then everything is there', async () => {
    const hall = hallWith({});
    const { saver, kept } = saverFor(hall);
    hall.failing = new Refused('later');
    saver.set('fullName', '张');
    await vi.advanceTimersByTimeAsync(pause);
    expect(saver.state.kind).toBe('waiting');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hall.puts).toBeGreaterThan(3);
    expect(hall.puts).toBeLessThan(10);
    expect(kept.unsaved).toEqual({ fullName: '张' });
    hall.failing = undefined;
    await vi.advanceTimersByTimeAsync(31_000);
    expect(hall.stored.answers).toEqual({ fullName: '张' });
    expect(saver.state.kind).toBe('saved');
  });

  it('tells of a refusal, keeps the text, and saves after the next change', async () => {
    const hall = hallWith({});
    const { saver } = saverFor(hall);
    hall.failing = new Refused('refused');
    saver.set('note', 'too long');
    await vi.advanceTimersByTimeAsync(pause * 20);
    expect(hall.puts).toBe(1);
    expect(saver.state).toMatchObject({ kind: 'refused' });
    expect(saver.answers).toEqual({ note: 'too long' });
    hall.failing = undefined;
    saver.set('note', 'short');
    await vi.advanceTimersByTimeAsync(pause);
    expect(hall.stored.answers).toEqual({ note: 'short' });
  });

  it('picks up what an earlier visit could not save', async () => {
    const hall = hallWith({ fullName: '张', phone: '1' });
    const { saver } = saverFor(hall, { fullName: '张玉兰', phone: null });
    expect(saver.answers).toEqual({ fullName: '张玉兰' });
    await saver.flush();
    expect(hall.stored.answers).toEqual({ fullName: '张玉兰' });
  });

  it('does not save what has not changed', async () => {
    const hall = hallWith({ kinds: ['a', 'b'] });
    const { saver } = saverFor(hall);
    saver.set('kinds', ['a', 'b']);
    await vi.advanceTimersByTimeAsync(pause * 2);
    expect(hall.puts).toBe(0);
  });
});

describe('flushing before submitting', () => {
  it('waits for the save under way and for what was typed meanwhile', async () => {
    const hall = hallWith({});
    const { saver } = saverFor(hall);
    saver.set('fullName', 'A');
    await vi.advanceTimersByTimeAsync(pause);
    saver.set('fullName', 'AB');
    await saver.flush();
    expect(hall.stored.answers).toEqual({ fullName: 'AB' });
  });

  it('says why when it cannot be saved', async () => {
    const hall = hallWith({});
    const { saver } = saverFor(hall);
    const failure = new Refused('later');
    hall.failing = failure;
    saver.set('fullName', 'A');
    await expect(saver.flush()).rejects.toBe(failure);
    expect(saver.answers).toEqual({ fullName: 'A' });
    saver.stop();
  });

  it('tells what was changed on both sides, keeps what was typed here, and takes the other when asked', async () => {
    const hall = hallWith({ a: 'old', b: 'old', c: 'old' });
    const { saver, kept } = saverFor(hall);
    hall.stored = { answers: { a: 'theirs', b: 'theirs', c: 'same' }, version: 2 };
    saver.set('a', 'mine');
    saver.set('c', 'same');
    await saver.flush();
    expect(hall.stored.answers).toEqual({ a: 'mine', b: 'theirs', c: 'same' });
    expect(saver.conflicts).toEqual([{ name: 'a', theirs: 'theirs' }]);
    expect(kept.conflicts).toEqual(saver.conflicts);
    saver.settle('a', 'theirs');
    expect(saver.conflicts).toEqual([]);
    await saver.flush();
    expect(hall.stored.answers).toEqual({ a: 'theirs', b: 'theirs', c: 'same' });
  });

  it('one answer that is refused keeps none of the others waiting, and is itself not lost', async () => {
    const hall = hallWith({ a: 'before' });
    const tooLong = new Refused('refused', ['a']);
    const { saver, kept } = saverFor(hall);
    const put = hall.put.bind(hall);
    hall.put = async (draft) => {
      if (draft.answers.a === 'far too long') throw tooLong;
      return put(draft);
    };
    saver.set('a', 'far too long');
    saver.set('b', 'fits');
    await expect(saver.flush()).rejects.toBe(tooLong);
    expect(saver.state).toEqual({ kind: 'refused', error: tooLong });
    expect(hall.stored.answers).toEqual({ a: 'before', b: 'fits' });
    expect([saver.answers, kept.unsaved]).toEqual([{ a: 'far too long', b: 'fits' }, { a: 'far too long' }]);
    saver.set('a', 'short');
    await saver.flush();
    expect([hall.stored.answers, kept.unsaved]).toEqual([{ a: 'short', b: 'fits' }, {}]);
  });

  it('says when the device cannot keep what the hall has not', async () => {
    const hall = hallWith({});
    const { saver, kept } = saverFor(hall);
    hall.failing = new Refused('later');
    kept.there = false;
    saver.set('a', '张');
    await vi.advanceTimersByTimeAsync(pause);
    expect([saver.state.kind, saver.kept]).toEqual(['waiting', false]);
    kept.there = true;
    saver.set('a', '张玮');
    await vi.advanceTimersByTimeAsync(0);
    expect(saver.kept).toBe(true);
  });

  it('typed and taken back before the page was closed is nothing to be sent', () => {
    const hall = hallWith({ a: 'as it was' });
    const { saver, kept } = saverFor(hall, { a: 'as it was' });
    expect([saver.state.kind, kept.calls]).toEqual(['saved', 1]);
  });

  it('finds a clash of an earlier visit again, until it is settled', async () => {
    const hall = hallWith({ a: 'mine' });
    const saver = new DraftSaver(
      {
        draft: { ...hall.stored },
        put: (draft) => hall.put(draft),
        get: async () => ({ ...hall.stored }),
        judge: () => 'refused',
        faulty: () => [],
        onChange: () => undefined,
        remember: async () => true,
        now: () => new Date(0),
      },
      {},
      [{ name: 'a', theirs: null }],
    );
    saver.settle('a', 'mine');
    expect(saver.conflicts).toEqual([]);
    expect(saver.answers).toEqual({ a: 'mine' });
  });
});
