/**
 * Saves a draft while it is typed: waits for a pause, sends one version at a time, and never lets go of what was typed.
 *
 * When the draft was changed elsewhere (412), the newest is fetched and what was typed here since the last save is laid
 * over it; an answer that both changed is told, and the person may take the other one. When the hall cannot be reached, it is tried again, longer and longer apart. Pure but for its timers.
 */
import type { Answers } from '../../../shared/catalogue/item.ts';
import { type Answer, sameAnswer } from './values.ts';

export interface Draft {
  readonly answers: Answers;
  readonly version: number;
}

export type SaveState =
  | { readonly kind: 'saved'; readonly at: Date | undefined }
  | { readonly kind: 'typing' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'refused'; readonly error: unknown };

interface Deps {
  readonly draft: Draft;
  /** @returns the new version. */
  readonly put: (draft: Draft) => Promise<{ readonly version: number }>;
  readonly get: () => Promise<Draft>;
  /** What a failure calls for: fetch and merge, try again later, or tell the person. */
  readonly judge: (error: unknown) => 'stale' | 'later' | 'refused';
  /** Names of the answers that a refusal is about; none when it is about the whole. */
  readonly faulty: (error: unknown) => readonly string[];
  /** Called after every change of the answers or of the state. */
  readonly onChange: () => void;
  /**
   * Keeps the unsaved changes where a later visit finds them; empty when all is saved. @param saved what the hall has
   * @returns whether the device has them: a full disk, or a browser that keeps nothing, has not
   */
  readonly remember: (unsaved: Unsaved, conflicts: readonly Conflict[], saved: Draft) => Promise<boolean>;
  readonly now: () => Date;
}

/** Changed answers by name; null where an answer was taken away. */
export type Unsaved = Readonly<Record<string, Answer | null>>;

/** An answer changed here and elsewhere: what was typed here is what counts, `theirs` is what it replaced. */
export interface Conflict {
  readonly name: string;
  readonly theirs: Answer | null;
}

/** Milliseconds without a key pressed before a save. */
export const pause = 700;
const longestWait = 30_000;

export class DraftSaver {
  readonly #deps: Deps;
  #base: Draft;
  #unsaved = new Map<string, Answer | null>();
  #state: SaveState = { kind: 'saved', at: undefined };
  #conflicts: readonly Conflict[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | undefined;
  #failures = 0;
  #kept = true;

  /** @param unsaved what an earlier visit typed and could not save. @param conflicts those it found and nobody settled */
  constructor(deps: Deps, unsaved: Unsaved = {}, conflicts: readonly Conflict[] = []) {
    this.#deps = deps;
    this.#base = deps.draft;
    this.#conflicts = conflicts;
    for (const [name, value] of Object.entries(unsaved)) this.set(name, value ?? undefined);
    // Typed and taken back, and then the page was closed: nothing is left to be sent, and that is what is to be kept.
    if (Object.keys(unsaved).length > 0 && this.#unsaved.size === 0) this.#remember();
  }

  get state(): SaveState {
    return this.#state;
  }

  /** Answers as typed: the saved ones with the unsaved laid over them. */
  get answers(): Answers {
    return laidOver(this.#base.answers, this.#unsaved);
  }

  get conflicts(): readonly Conflict[] {
    return this.#conflicts;
  }

  /** The person has seen it: their own words stay, or the other ones come back. */
  settle(name: string, whose: 'mine' | 'theirs'): void {
    const conflict = this.#conflicts.find((each) => each.name === name);
    this.#conflicts = this.#conflicts.filter((each) => each.name !== name);
    if (conflict !== undefined && whose === 'theirs') this.set(name, conflict.theirs ?? undefined);
    this.#remember();
    this.#deps.onChange();
  }

  /** Does the device have what the hall has not? If not, the page must stay open. */
  get kept(): boolean {
    return this.#kept;
  }

  get version(): number {
    return this.#base.version;
  }

  set(name: string, value: Answer | undefined): void {
    if (sameAnswer(this.answers[name], value)) return;
    this.#unsaved.set(name, value ?? null);
    this.#remember();
    this.#tell(this.#saving === undefined ? { kind: 'typing' } : this.#state);
    this.#after(pause);
  }

  /** Saves now. Resolves when everything typed so far is saved, or rejects with why it is not. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#saving;
    if (this.#unsaved.size === 0) return;
    await this.#save();
    if (this.#state.kind === 'waiting' || this.#state.kind === 'refused') throw this.#lastError;
    await this.flush();
  }

  /** Stops the timers: the page is going away. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #lastError: unknown;

  #after(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#save();
    }, milliseconds);
  }

  #save(): Promise<void> {
    this.#saving ??= this.#saveOnce().finally(() => {
      this.#saving = undefined;
    });
    return this.#saving;
  }

  async #saveOnce(): Promise<void> {
    const sent = new Map(this.#unsaved);
    if (sent.size === 0) return;
    this.#tell({ kind: 'saving' });
    try {
      await this.#put(sent);
      this.#failures = 0;
      this.#tell(this.#unsaved.size === 0 ? { kind: 'saved', at: this.#deps.now() } : { kind: 'typing' });
      if (this.#unsaved.size > 0) this.#after(pause);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Puts the draft; after a change elsewhere, puts it once more on top of the newest. */
  async #put(sent: ReadonlyMap<string, Answer | null>): Promise<void> {
    const answers = laidOver(this.#base.answers, sent);
    try {
      const { version } = await this.#deps.put({ answers, version: this.#base.version });
      this.#base = { answers, version };
      for (const [name, value] of sent)
        if (sameAnswer(this.#unsaved.get(name) ?? undefined, value ?? undefined)) this.#unsaved.delete(name);
      this.#remember();
    } catch (error) {
      const judged = this.#deps.judge(error);
      if (judged === 'refused') await this.#putOthers(sent, this.#deps.faulty(error));
      if (judged !== 'stale') throw error;
      const newest = await this.#deps.get();
      this.#note(sent, newest);
      this.#base = newest;
      await this.#put(sent);
    }
  }

  /** One answer that the hall does not take keeps none of the others waiting. */
  async #putOthers(sent: ReadonlyMap<string, Answer | null>, faulty: readonly string[]): Promise<void> {
    const others = new Map([...sent].filter(([name]) => !faulty.includes(name)));
    if (others.size > 0 && others.size < sent.size) await this.#put(others);
  }

  /** What both sides changed, and not to the same. */
  #note(sent: ReadonlyMap<string, Answer | null>, newest: Draft): void {
    const clashes = [...sent].filter(
      ([name, mine]) =>
        !sameAnswer(newest.answers[name], this.#base.answers[name]) &&
        !sameAnswer(newest.answers[name], mine ?? undefined),
    );
    const found = clashes.map(([name]) => ({ name, theirs: newest.answers[name] ?? null }));
    const names = new Set(found.map(({ name }) => name));
    this.#conflicts = [...this.#conflicts.filter(({ name }) => !names.has(name)), ...found];
  }

  #fail(error: unknown): void {
    this.#lastError = error;
    if (this.#deps.judge(error) === 'refused') {
      this.#tell({ kind: 'refused', error });
      return;
    }
    this.#failures += 1;
    this.#tell({ kind: 'waiting' });
    this.#after(Math.min(longestWait, 1000 * 2 ** this.#failures));
  }

  #remember(): void {
    const remembered = this.#deps.remember(Object.fromEntries(this.#unsaved), this.#conflicts, this.#base);
    void remembered
      .catch(() => false)
      .then((kept) => {
        if (kept === this.#kept) return;
        this.#kept = kept;
        this.#deps.onChange();
      });
  }

  #tell(state: SaveState): void {
    this.#state = state;
    this.#deps.onChange();
  }
}

function laidOver(answers: Answers, changes: ReadonlyMap<string, Answer | null>): Answers {
  const next = { ...answers };
  for (const [name, value] of changes) {
    if (value === null) delete next[name];
    else next[name] = value;
  }
  return next;
}
