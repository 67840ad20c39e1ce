/** A part of an application that is fetched when it is first wanted. */
import type { ComponentType } from 'preact';
import { useLoad } from './load.ts';
import { ownProblem } from './problem.ts';
import { Loading, ProblemNotice } from './ui.tsx';

interface LazyProps<P extends object> {
  /** Tells one part from another. */
  readonly name: string;
  readonly load: () => Promise<ComponentType<P>>;
  readonly props: P;
}

/** Bones while it comes; without network, the word and a button. */
export function Lazy<P extends object>({ name, load, props }: LazyProps<P>) {
  const part = useLoad(name, () =>
    load().then(
      (Part) => ({ Part }),
      () => {
        throw ownProblem('offline');
      },
    ),
  );
  if (part.data !== undefined) return <part.data.Part {...props} />;
  return (
    <main id="main" class="alone" tabIndex={-1}>
      {part.problem === undefined ? (
        <Loading />
      ) : (
        <ProblemNotice problem={part.problem} retry={() => void part.reload()} />
      )}
    </main>
  );
}
