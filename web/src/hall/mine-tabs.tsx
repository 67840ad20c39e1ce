/** The ways between the lists of what is a person's own. */
import { usePlace } from '../base/router.ts';
import { useHallWords } from './hall-words.ts';

const lists = [
  { path: '/cases', word: 'nav-cases' },
  { path: '/orders', word: 'mine-orders' },
  { path: '/me/agents', word: 'mine-agents' },
] as const;

export function MineTabs() {
  const words = useHallWords();
  const { path } = usePlace();
  return (
    <nav class="tabs" aria-label={words('mine-label')}>
      {lists.map((list) => (
        <a key={list.path} href={list.path} aria-current={path === list.path ? 'page' : undefined}>
          {words(list.word)}
        </a>
      ))}
    </nav>
  );
}
