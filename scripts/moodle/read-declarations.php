<?php
// Prints, as JSON, what a plugin's declaring files say: read by PHP itself, so that no other reader can understand them differently.
//   php read-declarations.php <folder of the plugin>
define('MOODLE_INTERNAL', true);

/** Modes of caches are constants of a class of Moodle. */
class cache_store {
    const MODE_APPLICATION = 1;
    const MODE_SESSION = 2;
    const MODE_REQUEST = 4;
}
class_alias('cache_store', 'core_cache\store');

/** What `$name` is after the file was included, null where there is no such file. */
function declared(string $file, string $name): mixed {
    if (!is_file($file)) {
        return null;
    }
    while (true) {
        try {
            return (static function () use ($file, $name): mixed {
                $plugin = new stdClass();
                $string = [];
                require($file);
                return $$name;
            })();
        } catch (Error $e) {
            // Moodle's constants only have to be there: RISK_PERSONAL, CONTEXT_SYSTEM, MATURITY_BETA.
            if (preg_match('/^Undefined constant "([A-Z_0-9]+)"$/', $e->getMessage(), $matches) !== 1) {
                throw $e;
            }
            define($matches[1], 1);
        }
    }
}

$folder = $argv[1];
$strings = [];
foreach (glob("{$folder}/lang/*/*.php") as $file) {
    $strings[basename(dirname($file))] = (object)declared($file, 'string');
}
echo json_encode([
    'version' => declared("{$folder}/version.php", 'plugin'),
    'strings' => (object)$strings,
    'capabilities' => (object)declared("{$folder}/db/access.php", 'capabilities'),
    'functions' => (object)declared("{$folder}/db/services.php", 'functions'),
    'services' => (object)declared("{$folder}/db/services.php", 'services'),
    'observers' => declared("{$folder}/db/events.php", 'observers') ?? [],
    'hooks' => declared("{$folder}/db/hooks.php", 'callbacks') ?? [],
    'tasks' => declared("{$folder}/db/tasks.php", 'tasks') ?? [],
    'caches' => (object)declared("{$folder}/db/caches.php", 'definitions'),
    'messages' => (object)declared("{$folder}/db/messages.php", 'messageproviders'),
    'mobile' => (object)declared("{$folder}/db/mobile.php", 'addons'),
], JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
