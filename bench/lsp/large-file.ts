/** A spell of any length, the same each time: functions, tables, agents, loops, comments in the proportions of real code. */
export function largeFile(lines: number): string {
  const parts: string[] = ['local M = {}', ''];
  let count = parts.length;
  for (let i = 0; count < lines; i++) {
    const part = section(i);
    parts.push(part);
    count += part.split('\n').length;
  }
  parts.push('return M', '');
  return parts.join('\n');
}

const section = (i: number): string => `-- Section ${i}: asks an agent about a topic and keeps the answer.
function M.ask_${i}(topic, options)
  local agent = Agent.builder()
    :name("agent_" .. topic)
    :model(options.model or "demo/echo")
    :system_prompt([[You answer in one sentence.]])
    :build()
  local answers, total = {}, ${i} * 0.5
  for index = 1, #options.questions do
    local question = options.questions[index]
    if type(question) == "string" and #question > 0 then
      local result = agent:execute({ prompt = ("%s: %s"):format(topic, question) })
      answers[#answers + 1] = { text = result.text, tokens = result.metadata.token_count or 0 }
      total = total + answers[#answers].tokens
    elseif question == nil then
      break
    else
      error("question " .. index .. " is no text")
    end
  end
  table.sort(answers, function(a, b) return a.tokens < b.tokens end)
  return answers, total, M.ask_${i > 0 ? i - 1 : 0}
end
`;
