-- Floats as Lua and string.format print them: ties, exponents, zeros, signs, widths.
local values = {
  0.0, -0.0, 1.0, -1.0, 0.1, 0.5, 1.5, 2.5, 0.125, 0.375, 1e15, 1e14, 1e16, 123456789012345.0, 12345678901234.5, 1234567890123.45, 99999999999999.5,
  1e-4, 1e-5, 1.5e-5, 1e100, 1e308, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 2^53, 2^63, -2^63, 2^64, 1/3, 2/3, 100/3, math.pi, -math.pi,
  0.30000000000000004, 1e21, 1e22, 123456.789, 0.000123456789, 65535.99999999999, 9.5, 10.5, 99.5, 0.05, 0.15, 0.25, 0.35, 1e23, 8.5e15,
  math.huge, -math.huge,
}
for _, v in ipairs(values) do
  print(v, tostring(v), v .. "|")
  for _, form in ipairs { "%g", "%.0g", "%.1g", "%.3g", "%.14g", "%.17g", "%.20g", "%G", "%#g", "%e", "%.0e", "%.1e", "%.10E", "%#.0e", "%.3f", "%.0f", "%.1f", "%.20f", "%#.0f", "%10.2f|", "%-10.2f|", "%+.2f", "% .2f", "%010.2f", "%+g", "%015g", "%a", "%.3a", "%A", "%20.5a|" } do
    io.write(string.format(form, v), " ")
  end
  print()
end
print(string.format("%5.1f|%5d|%-5d|%05d|%+d|% d|%x|%X|%#X|%o|%c%c|%i", 3.14159, 42, 42, 42, 42, 42, 255, 255, 255, 8, 76, 117, 7))
print(string.format("%s|%10s|%-10s|%.2s|%10.2s|", "lua", "lua", "lua", "lua", "lua"))
print(string.format("%q", 'a "quoted"\n\0line\1\r2'), string.format("%q", 255), string.format("%q", math.mininteger), string.format("%q", 0.5), string.format("%q", 1.0))
print(string.format("%.99f", 1/3))
print(string.format("%99.99f", -1e300):len())
print(pcall(string.format, "%d", 1.5))
print(pcall(string.format, "%d", "1.0"))
print(pcall(string.format, "%d", "x"))
print(pcall(string.format, "%y", 1))
print(pcall(string.format, "%", 1))
print(pcall(string.format, "%123d", 1))
print(3 | 0, 3.0, 3.0 | 0, 1e2, 100 // 1.0, 7 // 2, 7 // 2.0, 7 % -3, -7 % 3, 7.5 % -2, -7.5 % 2, 5.3 % math.huge, -5.3 % math.huge)
print(1 == 1.0, 2^53 == 2^53 + 1, math.maxinteger == math.maxinteger + 0.0, math.maxinteger < math.maxinteger + 0.0, 0.0 == -0.0, 1/0.0 == 1/-0.0)
print(tonumber("0x1p4"), tonumber("0x.8"), tonumber("0x1.8p-1"), tonumber("1e"), tonumber(" 12 "), tonumber("1 2"), tonumber("inf"), tonumber("nan"), tonumber(""), tonumber("0x"), tonumber("1e400"))
print(math.floor(-3.5), math.ceil(-3.5), math.floor(2^70), math.fmod(-7, 3), math.fmod(7.5, -2), math.modf(3.7), math.modf(-3.7), math.modf(5), math.sqrt(2), math.max(1, 2.5), math.min(3, 1))
print(8 // 3, -8 // 3, 8 // -3, 8.0 // 3, -8 // 3.0, 2^31, 2^31 | 0, 10 / 2, 3 - -3)
