local List = require 'pl.List'
local pretty = require 'pl.pretty'
local tablex = require 'pl.tablex'
local stringx = require 'pl.stringx'
local OrderedMap = require 'pl.OrderedMap'
local class = require 'pl.class'
local seq = require 'pl.seq'
local template = require 'pl.template'
local Set = require 'pl.Set'
local func = require 'pl.func'
local lexer = require 'pl.lexer'
local xml = require 'pl.xml'
local json_like = pretty.write({ a = 1, b = { 1, 2, { c = "x" } }, [3.5] = true }, '', true)
print(#json_like > 10)
local l = List { 10, 20, 30 }
l:append(40):insert(1, 5)
print(l, l:reverse(), l:slice(2, 3), l:map(function(x) return x * 2 end), l:reduce('+'))
print(stringx.split('a,b,c', ','):join('-'), stringx.strip('  x '), stringx.count('banana', 'a'), ('abc'):upper())
local om = OrderedMap() om:set('z', 1) om:set('a', 2) for k, v in om:iter() do io.write(k, '=', v, ' ') end print()
local A = class() function A:_init(n) self.n = n end function A:__tostring() return 'A' .. self.n end
local B = class(A) function B:_init(n) self:super(n * 2) end
print(A(1), B(2), B(2):is_a(A), A:class_of(B(1)))
print(seq.sum(seq.range(1, 10)), seq.copy(seq.filter(seq.range(1, 10), function(x) return x % 2 == 0 end)))
print(Set { 1, 2, 3 } * Set { 2, 3, 4 } == Set { 3, 2 }, tablex.deepcompare({ 1, { 2 } }, { 1, { 2 } }), tablex.size({ a = 1, b = 2 }))
print(template.substitute('# for i = 1, 3 do\n$(i) squared is $(i * i)\n# end\n', { _escape = '#' }))
local _1, _2 = func._1, func._2
print(tablex.map(_1 + 1, { 1, 2, 3 })[3], pretty.write(tablex.map2(_1 .. _2, { 'a', 'b' }, { 'c', 'd' }), ''))
local toks = {} for t, v in lexer.lua('local x = "s" + 12 -- c') do toks[#toks + 1] = t .. ':' .. tostring(v) end print(table.concat(toks, ' '))
print(xml.parse('<a b="1"><c>text</c><d/></a>'))
print(pcall(function() return List { 1 } .. 5 end))
