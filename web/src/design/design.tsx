/** The design system on a page: every token and component as it is, in each of its states. Nothing here is a picture. */
import '../styles/design.css';
import { Title } from '../base/ui.tsx';
import { useHallWords } from '../hall/hall-words.ts';
import { Buttons, Colours, Icons, Space, Tags, Type } from './design-basics.tsx';
import { Lists } from './design-lists.tsx';
import { CaseParts, FormParts, Papers, Summary } from './design-parts.tsx';
import { Conditions, Notices } from './design-states.tsx';
import { useDesignWords } from './design-words.ts';

const parts = [
  ['colours', Colours],
  ['type', Type],
  ['space', Space],
  ['icons', Icons],
  ['buttons', Buttons],
  ['tags', Tags],
  ['notices', Notices],
  ['conditions', Conditions],
  ['form', FormParts],
  ['summary', Summary],
  ['lists', Lists],
  ['case', CaseParts],
  ['papers', Papers],
] as const;

export function Design() {
  const words = useDesignWords();
  const hall = useHallWords();
  return (
    <div class="design stack wide">
      <header class="stack tight">
        <Title site={hall('site')}>{words('title')}</Title>
        <p class="lead">{words('lead')}</p>
      </header>
      <nav class="tabs" aria-label={words('contents')}>
        {parts.map(([name]) => (
          <a key={name} href={`#design-${name}`}>
            {words(name)}
          </a>
        ))}
      </nav>
      {parts.map(([name, Part]) => (
        <section key={name} class="stack" aria-labelledby={`design-${name}`}>
          <h2 id={`design-${name}`}>{words(name)}</h2>
          <Part />
        </section>
      ))}
    </div>
  );
}
