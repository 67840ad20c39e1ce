/** A refusal of booking names everything that stands against it, and so does the page. */
import type { ApiProblem } from '../base/problem.ts';
import { ProblemNotice } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';

export function Refusal({ problem }: { readonly problem: ApiProblem | undefined }) {
  const say = useSay();
  if (problem === undefined) return null;
  const errors = problem.errors ?? [];
  if (errors.length === 0) return <ProblemNotice problem={problem} />;
  return (
    <div class="notice problem stack tight" role="alert">
      <p>{say(problem.detail)}</p>
      <ul>
        {errors.map(({ field, code, message }) => (
          <li key={`${field} ${code}`}>{say(message)}</li>
        ))}
      </ul>
    </div>
  );
}
