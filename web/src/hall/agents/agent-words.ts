import { wordsOf } from '../../base/words.ts';
import { type AgentKey, agentRows } from './agent-rows.ts';

/** The sentences of `agent-rows.ts` in the person's language. */
export const useAgentWords = wordsOf<AgentKey>(agentRows);
