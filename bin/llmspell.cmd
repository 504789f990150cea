@echo off
rem The `llmspell` command of VS Code's terminals on Windows: see the file llmspell beside this one.
setlocal
if defined LLMSPELL_NODE if exist "%LLMSPELL_NODE%" (
  set ELECTRON_RUN_AS_NODE=1
  "%LLMSPELL_NODE%" "%~dp0..\dist\cli.mjs" %*
  exit /b
)
where node >nul 2>nul
if errorlevel 1 (
  echo llmspell: no Node.js was found. Open a new terminal of VS Code, or install Node.js 20 or newer. 1>&2
  exit /b 127
)
node "%~dp0..\dist\cli.mjs" %*
