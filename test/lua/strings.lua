-- Strings are bytes: order, keys, packing, patterns.
print("\n" < "A", "a\nb" < "a b", "\1#" == "\18\3", "a\0b" < "a\0c", "" < "a", "Z" < "a", "\255" > "a", "a" < "aa")
local keys = {}
for i = 0, 255 do keys[string.char(i)] = i keys[string.char(i, i)] = 1000 + i end
local fine = true
for i = 0, 255 do fine = fine and keys[string.char(i)] == i and keys[string.char(i, i)] == 1000 + i end
print(fine, #"\0\0\0", ("x"):rep(3, ","), ("abc"):reverse(), ("aBc"):upper(), ("aBc"):lower(), ("abc"):byte(1, -1))
local long = ("0123456789"):rep(10)
print(({ [long] = "long key" })[("0123456789"):rep(10)], long < long .. "x", long == long:sub(1), #long)
local function hex(s) return (s:gsub(".", function(c) return string.format("%02x", c:byte()) end)) end
for _, form in ipairs { "<b", ">h", "<i3", "<i4", ">i8", "<i16", "<j", "<l", "<T" } do print(form, hex(string.pack(form, 100)), hex(string.pack(form, 17)), string.packsize(form)) end
for _, form in ipairs { "<i1", "<i2", "<i3", "<i4", "<i7", "<i8", "<i16" } do print(form, hex(string.pack(form, -2)), string.unpack(form, string.pack(form, -2))) end
for _, form in ipairs { "<I1", "<I2", "<I4", "<I7" } do print(form, string.unpack(form, string.pack(form, 200))) end
print(hex(string.pack("<I8", -1)), hex(string.pack("<I16", -1)), string.unpack("<I8", "\255\255\255\255\255\255\255\255"))
print(pcall(string.pack, "<i1", 128))
print(pcall(string.pack, "<I1", 256))
print(pcall(string.unpack, "<I16", ("\255"):rep(16)))
print(hex(string.pack("<s1", "ab")), hex(string.pack("<s", "ab")), hex(string.pack("z", "ab")), hex(string.pack("<!4 i1 i4", 1, 2)), string.unpack("<s2", "\2\0xyz"))
print(hex(string.pack("<d", 1.5)), hex(string.pack("<f", 1.5)), string.unpack("<d", string.pack("<d", -0.1)))
print(("hello world"):find("o w"), ("hello"):find("l", 1, true), ("hello"):match("(h)(.-)(o)"), ("k=v, a=b"):gsub("(%w+)=(%w+)", "%2=%1"))
for k, v in ("a=1 b=22"):gmatch("(%w+)=(%w+)") do io.write(k, v, ";") end print()
print(("THE (quick) fox"):find("%((%a+)%)"), ("  trim  "):match("^%s*(.-)%s*$") .. "|", ("x"):rep(0) == "", ("f(a(b)c)d"):match("%b()"), ("THE (quick) fox"):gsub("%f[%a]%a+", string.lower))
print(("abc"):gsub("", "-"), ("abc"):gsub(".", { a = 1, b = false }), ("abc"):gsub("%w", "%0%0"), ("hello"):sub(-3), ("hello"):sub(2, -2), ("hello"):sub(10))
print(pcall(string.rep, "x", -1), pcall(string.gsub, "x", "(", ""), pcall(string.find, "x", "[a"))
print(#table.concat({ 1, 2.5, "x" }, ", "), table.concat({}, "x"), table.concat({ 1, 2, 3 }, "-", 2, 3), pcall(table.concat, { 1, {}, 3 }))
print(utf8.char(72, 228, 8364, 128512), utf8.len("häß€😀"), #utf8.char(128512), utf8.codepoint("€", 1), utf8.offset("a€b", 3), utf8.len("\xff"))
for p, c in utf8.codes("a€") do io.write(p, ":", c, " ") end print()
print("\u{48}\x41\65\z
       end", '\'', [[
raw]], [==[a]]b]==])
print(tostring(nil), tostring(true), tostring(12), tostring(-0.0), tostring("x"))
