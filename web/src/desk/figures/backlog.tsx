/** The backlog of each agency: what is open, and of that what is overdue; each leads to the agency's own figures. */
import type { ComparedFigures } from '../../base/desk-answers.ts';
import { useSay } from '../../base/words.ts';
import { useDeskWords } from '../desk-words.ts';
import { backlogOf, mostLines } from './backlog-lines.ts';
import { Figure, Legend, Lines } from './charts.tsx';

export function Backlog({ items }: { readonly items: readonly ComparedFigures[] }) {
  const words = useDeskWords();
  const say = useSay();
  const agencies = backlogOf(items);
  const title = words('figures-backlog');
  if (agencies.length === 0) return null;
  const href = (code: string) => `/desk/figures?agency=${code}`;
  return (
    <Figure
      title={title}
      chart={
        <>
          <Legend
            series={[
              { name: words('column-open'), tone: 'tone-1' },
              { name: words('column-overdue'), tone: 'tone-3' },
            ]}
          />
          <Lines
            lines={agencies.slice(0, mostLines).map(({ code, name, open, overdue = 0 }) => ({
              ...{ name: say(name), value: open, tone: 'tone-1', href: href(code) },
              ...(overdue === 0
                ? {}
                : { part: { value: overdue, tone: 'tone-3' }, text: words('backlog-overdue', { open, overdue }) }),
            }))}
          />
          {agencies.length > mostLines && (
            <p class="small muted">{words('backlog-more', { n: mostLines, of: agencies.length })}</p>
          )}
        </>
      }
      table={
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{words('figures-agencies')}</th>
              <th scope="col" class="number">
                {words('column-open')}
              </th>
              <th scope="col" class="number">
                {words('column-overdue')}
              </th>
            </tr>
          </thead>
          <tbody>
            {agencies.map(({ code, name, open, overdue = 0 }) => (
              <tr key={code}>
                <th scope="row">
                  <a href={href(code)}>{say(name)}</a>
                </th>
                <td class="number">{open}</td>
                <td class={overdue > 0 ? 'number overdue' : 'number'}>{overdue}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}
